/** What the browser's jar shows of a session cookie. */
export interface JarEntry {
  readonly name: string;
  readonly httpOnly: true;
  readonly secure: boolean;
  readonly sameSite: "Lax" | "None";
  readonly partitionKey: string | undefined;
}

/** One way to deploy Latchkey, as data. The host `localhost` stands for plain http on free ports, other hosts for https. */
export interface Setup {
  readonly deployment: "embedded" | "cross-origin" | "same-domain";
  /** Who serves the page to browsers. */
  readonly page: "server" | "files" | "nginx" | "caddy" | "haproxy" | "many";
  readonly pageHost: string;
  readonly apiHost: string;
  readonly tls: boolean;
  /** Settings beyond those that the deployment needs. */
  readonly flags?: readonly string[];
  /** Whether the browser lets other sites have cookies, as it does not by default. */
  readonly thirdPartyCookies?: true;
  readonly cookie: JarEntry;
}

const plain: JarEntry = {
  name: "latchkey",
  httpOnly: true,
  secure: false,
  sameSite: "Lax",
  partitionKey: undefined,
};
const secure: JarEntry = { ...plain, name: "__Host-latchkey", secure: true };
const crossSite: JarEntry = { ...secure, sameSite: "None", partitionKey: "https://example.test" };

const local = { pageHost: "localhost", apiHost: "localhost", tls: false, cookie: plain } as const;
const oneHost = {
  pageHost: "app.example.test",
  apiHost: "app.example.test",
  tls: true,
  cookie: secure,
} as const;
const twoSites = {
  deployment: "cross-origin",
  page: "files",
  pageHost: "app.example.test",
  apiHost: "api.other.test",
  tls: true,
} as const;

/** Where the deployment suite passes unchanged. */
export const deployments = {
  embedded: { ...local, deployment: "embedded", page: "server" },
  "embedded-tls": { ...oneHost, deployment: "embedded", page: "server" },
  "cross-origin-ports": { ...local, deployment: "cross-origin", page: "files" },
  "cross-origin-subdomains": {
    ...oneHost,
    deployment: "cross-origin",
    page: "files",
    apiHost: "api.example.test",
  },
  "cross-site": { ...twoSites, cookie: crossSite },
  nginx: { ...local, deployment: "same-domain", page: "nginx" },
  "nginx-tls": { ...oneHost, deployment: "same-domain", page: "nginx" },
  caddy: { ...local, deployment: "same-domain", page: "caddy" },
  "caddy-tls": { ...oneHost, deployment: "same-domain", page: "caddy" },
  haproxy: { ...local, deployment: "same-domain", page: "haproxy" },
  "haproxy-tls": { ...oneHost, deployment: "same-domain", page: "haproxy" },
} as const satisfies Record<string, Setup>;

/** More, for hostile pages: with less to hold them off than usual. */
export const exposed = {
  /** Plain http beyond this machine: browsers say nothing of sites there, so the origin decides alone. */
  "embedded-http": {
    ...oneHost,
    deployment: "embedded",
    page: "server",
    tls: false,
    flags: ["--insecure-http=true"],
    cookie: plain,
  },
  /** Every site may send the session's cookie along. */
  "cross-site-unpartitioned": {
    ...twoSites,
    flags: ["--cookie-partitioned=false"],
    thirdPartyCookies: true,
    cookie: { ...crossSite, partitionKey: undefined },
  },
  /** Requests need a token of the browser's own, too. */
  "embedded-token": {
    ...oneHost,
    deployment: "embedded",
    page: "server",
    flags: ["--csrf=token"],
  },
  /** The defence watches and lets everything through: what the attacks do when nobody stops them. */
  "embedded-undefended": {
    ...oneHost,
    deployment: "embedded",
    page: "server",
    flags: ["--csrf-report-only=true"],
  },
} as const satisfies Record<string, Setup>;

/** Three servers that share a database; the page comes from each of them. */
export const shared = {
  many: { ...local, deployment: "embedded", page: "many" },
} as const satisfies Record<string, Setup>;

export const setups: Record<SetupName, Setup> = { ...deployments, ...exposed, ...shared };
export type SetupName = keyof typeof deployments | keyof typeof exposed | keyof typeof shared;
