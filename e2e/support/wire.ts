import http from "node:http";
import https from "node:https";
import { URL } from "node:url";

export interface Answer {
  status: number;
  /** Every line, names in lower case. */
  headers: [string, string][];
  body: string;
  header(name: string): string | undefined;
  setCookies: string[];
}

export interface Ask {
  method?: string;
  headers?: Record<string, string | string[]>;
  body?: string;
}

/** What the suite's browser says it is: a copied cookie is of use in the same kind of browser alone. */
const USER_AGENT =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

/** Sends the head of a request; tells of the answer as soon as its head is there, and what has come of its body so far. */
function begin(
  url: string,
  { method = "GET", headers = {} }: Ask,
  answered: (response: http.IncomingMessage, heard: () => string) => void,
): http.ClientRequest {
  const { protocol, hostname, host, port, pathname, search } = new URL(url);
  return (protocol === "https:" ? https : http).request(
    {
      host: "127.0.0.1",
      port,
      method,
      path: pathname + search,
      headers: { Host: host, "User-Agent": USER_AGENT, ...headers },
      servername: hostname,
      rejectUnauthorized: false,
      agent: false,
    },
    (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        text += chunk;
      });
      answered(response, () => text);
    },
  );
}

/**
 * A client that is no browser and says it is one: it sends the headers it is told to and finds every host on this
 * machine.
 */
export function ask(url: string, how: Ask = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = begin(url, how, (response, heard) => {
      response.on("error", reject);
      response.on("end", () => {
        const lines: [string, string][] = [];
        for (let i = 0; i < response.rawHeaders.length; i += 2) {
          lines.push([response.rawHeaders[i]?.toLowerCase() ?? "", response.rawHeaders[i + 1] ?? ""]);
        }
        const all = (name: string) => lines.filter(([key]) => key === name).map(([, value]) => value);
        resolve({
          status: response.statusCode ?? 0,
          headers: lines,
          body: heard(),
          header: (name) => all(name).join(", ") || undefined,
          setCookies: all("set-cookie"),
        });
      });
    });
    request.on("error", reject);
    request.end(how.body);
  });
}

/** An answer that is read while it comes. */
export interface Listening {
  status: number;
  /** Everything that has come. */
  heard(): string;
  close(): void;
}

/** The same as {@link ask} for an answer that goes on: told of as soon as its head is there. */
export function listen(url: string, headers: Record<string, string>): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const request = begin(url, { headers }, (response, heard) => {
      response.on("error", () => {});
      resolve({ status: response.statusCode ?? 0, heard, close: () => request.destroy() });
    });
    request.on("error", reject);
    request.end();
  });
}

/** What a browser sends back of the cookies an answer set. */
export function cookieHeader(answer: Answer): string {
  return answer.setCookies.map((line) => line.split(";", 1)[0]).join("; ");
}
