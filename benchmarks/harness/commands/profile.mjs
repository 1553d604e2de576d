// Where the CPU time of a session check goes: a profile of our server under load, read by the JDK's own `jfr view`. For whoever works on the hot path.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { CHECK, withOurs } from "../ours.mjs";
import { saturate } from "../load.mjs";
import { folder, javaHome } from "../paths.mjs";
import { seeded } from "../seed.mjs";

export const profile = {
  title: "Profile",
  prepare: ["wrk", "latchkey"],

  async run(options) {
    const store = seeded(options.sessions);
    const file = join(folder("profile"), "check.jfr");
    const jfr = (...args) => execFileSync(join(javaHome(), "bin/jfr"), args, { encoding: "utf8" });
    await withOurs(store, options, async ({ port, serverPid, warming }) => {
      const load = { port, serverPid, path: CHECK, file: store.cookies, connections: options.connections };
      await warming(async () => {
        await saturate({ ...load, seconds: 600, lines: { from: 0, count: options.sessions } }); // the first look at each comes from the database
        await saturate({ ...load, seconds: options.warm });
      });
      const jcmd = (...args) => execFileSync(join(javaHome(), "bin/jcmd"), [String(serverPid), ...args]);
      jcmd("JFR.start", "name=check", "settings=profile", "jdk.CPUTimeSample#enabled=true", "jdk.CPUTimeSample#throttle=2ms", "jdk.ExecutionSample#enabled=false");
      await saturate({ ...load, seconds: options.quick ? 3 : 20 });
      jcmd("JFR.stop", "name=check", `filename=${file}`);
    }, { more: ["--http-transport", options.transport] });
    return { file, transport: options.transport, hot: jfr("view", "--width", "160", "cpu-time-hot-methods", file), allocated: jfr("view", "--width", "160", "allocation-by-class", file) };
  },

  markdown: ({ file, transport, hot, allocated }) => `On ${transport}; the recording is ${file}.

\`\`\`
${hot.trim()}

${allocated.trim()}
\`\`\``,
};
