// Whether the time of a refused login tells if the user exists: unknown, wrong password and shut out, in turn; and the same of the hashes alone where users'
// hashes are of three costs.
import { randomBytes } from "node:crypto";
import { Agent, request } from "node:http";
import { USERS, PASSWORD } from "../servers.mjs";
import { percent, withOurs } from "../ours.mjs";
import { copyOf, seeded, seeder } from "../seed.mjs";
import { mannWhitneyP, median } from "../statistics.mjs";

const SESSIONS = 1_000;
const WARM_UP = 100;
const KINDS = {
  wrong: (i) => ({ username: `user${i % USERS}`, password: "a wrong horse battery staple" }),
  unknown: () => ({ username: `x${randomBytes(4).toString("hex")}`, password: "a wrong horse battery staple" }),
  disabled: () => ({ username: "disabled", password: PASSWORD }),
};

function mixed(samples) {
  const { known, unknown, oneDecoy } = seeder(["mixed-hashes", "--samples", String(samples)], "0");
  return {
    medians: { known: median(known), unknown: median(unknown), oneDecoy: median(oneDecoy) },
    p: mannWhitneyP(known, unknown),
    pOfOneDecoy: mannWhitneyP(known, oneDecoy),
  };
}

export const timing = {
  title: "Timing of refused logins",
  prepare: ["latchkey"],

  async run(options) {
    const samples = options.quick ? 30 : 2000;
    const store = copyOf(seeded(SESSIONS));
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    try {
      const hashMillis = seeder(["hash-time", "--samples", "50"], "0").medianMillis;
      const times = { wrong: [], unknown: [], disabled: [] };
      await withOurs(store, options, async ({ port }) => {
        for (let i = -WARM_UP; i < samples; i++) {
          // A fixed order would show what the request before left behind.
          for (const kind of Object.keys(KINDS).sort(() => Math.random() - 0.5)) {
            const millis = await refusedLogin(port, KINDS[kind](i + WARM_UP), agent);
            if (i >= 0) times[kind].push(millis);
          }
        }
      });
      const medians = Object.fromEntries(Object.entries(times).map(([kind, all]) => [kind, median(all)]));
      const compare = (kind) => ({ p: mannWhitneyP(times.wrong, times[kind]), apart: Math.abs(medians[kind] - medians.wrong) / hashMillis });
      return { samples, hashMillis, medians, mixed: mixed(samples), unknown: compare("unknown"), disabled: compare("disabled") };
    } finally {
      agent.destroy();
      store.remove();
    }
  },

  markdown: (r) => `${r.samples} refused logins of each kind, interleaved in random order. The same if the Mann-Whitney test gives p > 0.01 and the medians are
within 5 % of the hash time (${r.hashMillis.toFixed(1)} ms).

| compared with a wrong password (median ${r.medians.wrong.toFixed(2)} ms) | median, ms | apart, of the hash time | p |
|---|--:|--:|--:|
| unknown user | ${r.medians.unknown.toFixed(2)} | ${percent(r.unknown.apart)} | ${r.unknown.p.toFixed(3)} |
| disabled user, right password | ${r.medians.disabled.toFixed(2)} | ${percent(r.disabled.apart)} | ${r.disabled.p.toFixed(3)} |

Where three in ten users have hashes of today, two of parameters of before and half of them imported ones (reduced parameters, the hashes alone), a wrong password
takes ${r.mixed.medians.known.toFixed(2)} ms for a user (median) and ${r.mixed.medians.unknown.toFixed(2)} ms for a name that nobody has: p ${r.mixed.p.toFixed(3)}. If each such name took
what a hash of today takes (${r.mixed.medians.oneDecoy.toFixed(2)} ms), it would be p ${r.mixed.pOfOneDecoy.toFixed(3)}.`,
};

function refusedLogin(port, body, agent) {
  const text = JSON.stringify(body);
  const headers = { Host: `localhost:${port}`, Origin: `http://localhost:${port}`, "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) };
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const call = request({ host: "127.0.0.1", port, path: "/api/login", method: "POST", headers, agent }, (response) => {
      response.resume();
      response.on("end", () =>
        response.statusCode === 401 ? resolve(performance.now() - began) : reject(new Error(`a bad login answered ${response.statusCode}, not 401`)));
    });
    call.on("error", reject);
    call.end(text);
  });
}
