import { LatchkeyError, type OwnSession } from "@latchkey/client";
import { describe, expect, it } from "vitest";
import { OwnSessions } from "../src/lib/ownSessions.svelte.ts";

const session = (id: string, current = false): OwnSession => ({
  id,
  device: "Chrome on Linux",
  network: "203.0.113.0/24",
  createdAt: "2026-01-01T12:00:00Z",
  lastSeenAt: "2026-01-01T12:00:00Z",
  authenticatedAt: "2026-01-01T12:00:00Z",
  remembered: false,
  current,
});

function server(list = [session("s1", true), session("s2"), session("s3")]) {
  const asked: (boolean | undefined)[] = [];
  const fake = {
    list,
    asked,
    failure: undefined as LatchkeyError | undefined,
    sessions: async (options?: { passive?: boolean }) => {
      asked.push(options?.passive);
      if (fake.failure) throw fake.failure;
      return fake.list;
    },
    endSession: async (id: string) => {
      if (!fake.list.some((candidate) => candidate.id === id))
        throw new LatchkeyError("not_found", { status: 404 });
      fake.list = fake.list.filter((candidate) => candidate.id !== id);
    },
    endOtherSessions: async () => {
      const before = fake.list.length;
      fake.list = fake.list.filter(({ current }) => current);
      return before - fake.list.length;
    },
  };
  return fake;
}
const ids = (own: OwnSessions) => own.list?.map(({ id }) => id);
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe("the list of one's own sessions", () => {
  it("renews itself while somebody looks, which is no activity", async () => {
    const fake = server();
    const timers: (() => void)[] = [];
    let visible = true;
    const stop = new OwnSessions(fake).watch(
      (run) => timers.push(run),
      () => timers.pop(),
      () => visible,
    );
    timers[0]?.();
    visible = false;
    timers[0]?.();
    stop();
    expect([fake.asked, timers]).toEqual([[false, true], []]);
  });
  it("that could not be loaded says so; one that could not be renewed stays", async () => {
    const fake = server();
    const own = new OwnSessions(fake);
    fake.failure = new LatchkeyError("store_unavailable", { status: 503 });
    await own.load();
    expect([own.list, own.failure?.code]).toEqual([undefined, "store_unavailable"]);
    fake.failure = undefined;
    await own.load();
    fake.failure = new LatchkeyError("unreachable");
    await own.load(true);
    expect([ids(own), own.failure]).toEqual([["s1", "s2", "s3"], undefined]);
  });
  it("leaves it to the page to say that the session is over", async () => {
    const fake = server();
    fake.failure = new LatchkeyError("session_expired", { status: 401, reason: "expired" });
    const own = new OwnSessions(fake);
    await own.load();
    expect(own.failure).toBeUndefined();
  });
  it("is not overwritten by the late answer to an older question", async () => {
    const fake = server();
    const own = new OwnSessions(fake);
    let arrive = (_: OwnSession[]) => {};
    const { sessions } = fake;
    fake.sessions = () =>
      new Promise((resolve) => {
        arrive = resolve;
      });
    const late = own.load();
    fake.sessions = sessions;
    fake.list = [session("s1", true)];
    await own.load();
    arrive([session("s1", true), session("s2")]);
    await late;
    expect(ids(own)).toEqual(["s1"]);
  });
});

describe("ending", () => {
  it("one takes it off the list", async () => {
    const own = new OwnSessions(server());
    await own.load();
    await own.end("s2");
    await settled();
    expect([ids(own), own.others]).toEqual([["s1", "s3"], 1]);
  });
  it("one that is over already is no failure", async () => {
    const fake = server();
    const own = new OwnSessions(fake);
    await own.load();
    fake.list = [session("s1", true), session("s3")];
    await own.end("s2");
    expect(ids(own)).toEqual(["s1", "s3"]);
  });
  it("all others leaves this one, and says how many there were", async () => {
    const own = new OwnSessions(server());
    await own.load();
    expect(await own.endOthers()).toBe(2);
    expect([ids(own), own.others]).toEqual([["s1"], 0]);
  });
});
