import { join } from "node:path";
import { Child } from "./child.ts";
import { freePort } from "./ports.ts";
import { launcher, repository } from "./server.ts";

/** `latchkey static`: a host that serves the demo app's files and nothing else. */
export class StaticHost {
  private constructor(
    readonly port: number,
    private readonly child: Child,
  ) {}

  /** With the API's origin where that is another one, which the app then reads in `/config.json`. */
  static async start({
    port,
    apiOrigin,
    dir = join(repository, "spa/dist"),
    flags = [],
  }: {
    port?: number;
    apiOrigin?: string;
    dir?: string;
    flags?: string[];
  } = {}): Promise<StaticHost> {
    const own = port ?? (await freePort());
    const api = apiOrigin ? [`--api-origin=${apiOrigin}`] : [];
    const child = new Child(launcher, ["static", `--port=${own}`, `--dir=${dir}`, ...api, ...flags]);
    return new StaticHost(own, await child.listensOn(own));
  }

  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  async stop(): Promise<void> {
    await this.child.stop();
  }
}
