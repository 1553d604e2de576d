import { createLatchkey, type Latchkey } from "@latchkey/client";
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import App from "../src/App.svelte";
import { Dialogs } from "../src/lib/dialogs.svelte.ts";
import { navigate } from "../src/lib/routes.ts";
import { janesLogin } from "./jane.ts";

let latchkey: Latchkey;
let answers: Record<string, (body: unknown) => Response | Promise<Response>>;
const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });

async function open(path: string, bootstrap: unknown): Promise<void> {
  window.history.replaceState(null, "", path);
  const dialogs = new Dialogs();
  latchkey = createLatchkey({
    bootstrap,
    replay: true,
    reauthenticate: () => dialogs.askPassword(),
    fetch: async (input, init) => {
      const answer = answers[`${init?.method ?? "GET"} ${new URL(`${input}`).pathname}`];
      if (!answer) throw new TypeError("network is down");
      return answer(init?.body ? JSON.parse(`${init.body}`) : undefined);
    },
  });
  render(App, { latchkey, dialogs });
}

async function logIn(password: string): Promise<void> {
  await fireEvent.input(await screen.findByLabelText("Username"), { target: { value: "jane" } });
  await fireEvent.input(screen.getByLabelText("Password"), { target: { value: password } });
  await fireEvent.click(screen.getByRole("button", { name: "Log in" }));
}

const rules = (registration: "open" | "off", remember = true) => ({
  registration,
  remember,
  password: { minimumLength: 15, maximumBytes: 1024 },
});

beforeEach(() => {
  answers = {
    "GET /api/data": () => json({ name: "Jane Doe", username: "jane" }),
    "GET /api/register": () => json(rules("off")),
  };
});
afterEach(async () => {
  latchkey.close();
  cleanup();
  await navigate("/", { replace: true, state: null });
});

const nobody = { login: false, reason: "none" };

describe("the login page", () => {
  it("leads to the user page", async () => {
    answers["POST /api/login"] = () => json(janesLogin);
    await open("/", nobody);
    await logIn("right");
    expect(await screen.findByRole("heading", { name: "Hello, Jane Doe" })).toBeTruthy();
    expect(window.location.pathname).toBe("/user");
    await waitFor(() => expect(document.title).toBe("Your login · Latchkey"));
  });
  it("says Wrong username or password, keeps the name and offers the password for correction", async () => {
    answers["POST /api/login"] = () => json({ login: false, code: "bad_credentials" }, 401);
    await open("/", nobody);
    await logIn("wrong");
    expect(await screen.findByText("Wrong username or password")).toBeTruthy();
    expect((screen.getByLabelText("Username") as HTMLInputElement).value).toBe("jane");
    expect(document.activeElement).toBe(screen.getByLabelText("Password"));
  });
  it("says Error connecting to server and keeps what was typed", async () => {
    await open("/", nobody);
    await logIn("right");
    expect(await screen.findByText("Error connecting to server")).toBeTruthy();
    expect((screen.getByLabelText("Password") as HTMLInputElement).value).toBe("right");
  });
  it("holds the button for as long as the server asked for", async () => {
    answers["POST /api/login"] = () => json({ code: "throttled" }, 429, { "Retry-After": "30" });
    await open("/", nobody);
    await logIn("guess");
    const sentences = await screen.findAllByText("Too many attempts. You can try again in 30 seconds.");
    // One to be read out once, one to be counted down for the eye.
    expect(sentences.map((sentence) => sentence.getAttribute("aria-hidden"))).toEqual([null, "true"]);
    expect(screen.getByRole("button", { name: "Log in" }).getAttribute("aria-disabled")).toBe("true");
  });
  it("asks for what is missing, at the field it is missing from", async () => {
    await open("/", nobody);
    await screen.findByLabelText("Username");
    await fireEvent.click(screen.getByRole("button", { name: "Log in" }));
    expect(await screen.findByText("Enter your username.")).toBeTruthy();
    expect(screen.getByText("Enter your password.")).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByLabelText("Username"));
  });
  it("stays logged in only where that was ticked", async () => {
    const sent: unknown[] = [];
    answers["POST /api/login"] = (body) => {
      sent.push(body);
      return json({ login: false, code: "bad_credentials" }, 401);
    };
    await open("/", nobody);
    await logIn("wrong");
    await screen.findByText("Wrong username or password");
    await fireEvent.click(screen.getByLabelText("Keep me logged in on this device"));
    await logIn("wrong again");
    await waitFor(() => expect(sent).toHaveLength(2));
    expect(sent).toMatchObject([{ remember: false }, { remember: true }]);
  });
  it("offers no Stay logged in where the server remembers nobody, and logs in all the same", async () => {
    answers["GET /api/register"] = () => json(rules("off", false));
    answers["POST /api/login"] = () => json({ login: false, code: "bad_credentials" }, 401);
    await open("/", nobody);
    await screen.findByLabelText("Username");
    await waitFor(() => expect(screen.queryByLabelText("Keep me logged in on this device")).toBeNull());
    await logIn("wrong");
    expect(await screen.findByText("Wrong username or password")).toBeTruthy();
  });
  it("invites newcomers where registration is open", async () => {
    answers["GET /api/register"] = () => json(rules("open"));
    await open("/", nobody);
    expect((await screen.findByRole("link", { name: "Register" })).getAttribute("href")).toBe("/register");
  });
  it("is one a password manager understands", async () => {
    await open("/", nobody);
    expect((await screen.findByLabelText("Username")).getAttribute("autocomplete")).toBe("username");
    const password = screen.getByLabelText("Password");
    expect(password.getAttribute("autocomplete")).toBe("current-password");
    const toggle = screen.getByRole("button", { name: "Show password", pressed: false });
    await fireEvent.click(toggle);
    expect(screen.getByRole("button", { name: "Show password", pressed: true })).toBe(toggle);
    expect(password.getAttribute("type")).toBe("text");
  });
});

describe("the user page", () => {
  it("is shown at once to somebody the page knows", async () => {
    await open("/user/jane", janesLogin);
    expect(await screen.findByRole("heading", { name: "Hello, Jane Doe" })).toBeTruthy();
    expect(window.location.pathname).toBe("/user/jane");
  });
  it("logs out to the login page", async () => {
    answers["POST /api/logout"] = () => json({ logout: true });
    await open("/user", janesLogin);
    await fireEvent.click(await screen.findByRole("button", { name: "Log out" }));
    expect(await screen.findByText("You are logged out.")).toBeTruthy();
    expect(screen.queryByText(/Jane/)).toBeNull();
    expect(window.location.pathname).toBe("/");
  });
  it("whose session ended while it was open asks for a new login over the page, and goes on", async () => {
    let over = true;
    answers["GET /api/data"] = () =>
      over
        ? json({ code: "session_expired", reason: "idle_expired" }, 401)
        : json({ name: "Jane Again", username: "jane" });
    answers["POST /api/login"] = () => {
      over = false;
      return json(janesLogin);
    };
    await open("/user", janesLogin);
    const dialog = await screen.findByRole("dialog", { name: "Log in to go on" });
    expect(within(dialog).getByText(/expired after a long time without activity/)).toBeTruthy();
    expect((within(dialog).getByLabelText("Username") as HTMLInputElement).value).toBe("jane");
    await logIn("right");
    expect(await screen.findByRole("heading", { name: "Hello, Jane Again" })).toBeTruthy();
    expect(screen.queryByRole("dialog")).toBeNull();
  });
  it("a logout that did not reach the server says that it did not", async () => {
    await open("/user", janesLogin);
    await fireEvent.click(await screen.findByRole("button", { name: "Log out" }));
    expect(await screen.findByText("Error connecting to server. You are still logged in.")).toBeTruthy();
  });
  it("such a logout says that it will be done, and is done when the server is back", async () => {
    await open("/user", janesLogin);
    await fireEvent.click(await screen.findByRole("button", { name: "Log out" }));
    expect(await screen.findByText(/You will be logged out as soon as the server answers/)).toBeTruthy();
    await latchkey.getSession();
    expect(screen.getByText(/You will be logged out as soon as the server answers/)).toBeTruthy();
    answers["GET /api/getsession"] = () => json(janesLogin);
    answers["POST /api/logout"] = () => json({ logout: true });
    await latchkey.getSession();
    expect(await screen.findByText("You are logged out.")).toBeTruthy();
    expect(screen.queryByText(/Jane/)).toBeNull();
  });
  it("a logout that is refused says why, and promises nothing", async () => {
    answers["POST /api/logout"] = () => json({ code: "origin_rejected" }, 403);
    await open("/user", janesLogin);
    await fireEvent.click(await screen.findByRole("button", { name: "Log out" }));
    expect(await screen.findByText(/You are still logged in\.$/)).toBeTruthy();
    expect(screen.queryByText(/You will be logged out/)).toBeNull();
  });
  it("with a dead cookie leads home with a sentence, and back after the login", async () => {
    answers["POST /api/login"] = () => json(janesLogin);
    await open("/user/jane?tab=2", { login: false, reason: "unknown" });
    expect(await screen.findByText(/is not known here/)).toBeTruthy();
    expect(window.location.pathname).toBe("/");
    await logIn("right");
    await screen.findByRole("heading", { name: "Hello, Jane Doe" });
    expect(window.location.pathname + window.location.search).toBe("/user/jane?tab=2");
  });
});

describe("the page of one's own sessions", () => {
  const sessions = [
    { id: "s1", device: "Chrome on Linux", current: true },
    { id: "s2", device: "Safari on iPhone", current: false },
  ].map((session) => ({
    network: "203.0.113.0/24",
    createdAt: "2026-01-01T12:00:00Z",
    lastSeenAt: "2026-01-01T12:00:00Z",
    authenticatedAt: "2026-01-01T12:00:00Z",
    remembered: false,
    ...session,
  }));

  it("asks before one ends, and Cancel changes nothing", async () => {
    answers["GET /api/sessions"] = () => json({ sessions });
    await open("/sessions", janesLogin);
    await fireEvent.click(await screen.findByRole("button", { name: "End" }));
    const dialog = await screen.findByRole("dialog", { name: "End this session?" });
    expect(dialog.textContent).toContain("Safari on iPhone is logged out at once.");
    const cancel = within(dialog).getByRole("button", { name: "Cancel" });
    expect(document.activeElement).toBe(cancel);
    await fireEvent.click(cancel);
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(screen.getByRole("heading", { name: "Safari on iPhone" })).toBeTruthy();
  });
  it("asks before all others end, and says how many", async () => {
    answers["GET /api/sessions"] = () => json({ sessions });
    answers["DELETE /api/sessions"] = () => json({ ended: 1 });
    await open("/sessions", janesLogin);
    await fireEvent.click(await screen.findByRole("button", { name: "End all others" }));
    const dialog = await screen.findByRole("dialog", { name: "End all other sessions?" });
    expect(dialog.textContent).toContain("Sessions that end: 1.");
    await fireEvent.click(within(dialog).getByRole("button", { name: "End all" }));
    expect(await screen.findByText("Other sessions that were ended: 1.")).toBeTruthy();
    expect(await screen.findByText("You are logged in nowhere else.")).toBeTruthy();
  });
  it("asks for the password where an act needs it, and then does it", async () => {
    let proven = false;
    answers["GET /api/sessions"] = () => json({ sessions });
    answers["DELETE /api/sessions/s2"] = () =>
      proven ? json({ ended: 1 }) : json({ code: "reauthentication_required" }, 403);
    answers["POST /api/reauthenticate"] = (body) => {
      proven = (body as { password: string }).password === "right";
      return proven ? json(janesLogin) : json({ code: "bad_credentials" }, 401);
    };
    await open("/sessions", { ...janesLogin, session: { ...janesLogin.session, fresh: false } });
    await fireEvent.click(await screen.findByRole("button", { name: "End" }));
    await fireEvent.click(await screen.findByRole("button", { name: "End session" }));
    const dialog = await screen.findByRole("dialog", { name: "Confirm it’s you" });
    const password = within(dialog).getByLabelText("Password");
    expect(document.activeElement).toBe(password);
    await fireEvent.input(password, { target: { value: "wrong" } });
    await fireEvent.click(within(dialog).getByRole("button", { name: "Continue" }));
    expect(await within(dialog).findByText("Wrong password")).toBeTruthy();
    await fireEvent.input(password, { target: { value: "right" } });
    await fireEvent.click(within(dialog).getByRole("button", { name: "Continue" }));
    expect(await screen.findByText("Ended: Safari on iPhone.")).toBeTruthy();
    expect(screen.queryByRole("dialog")).toBeNull();
    const heading = screen.getByRole("heading", { name: "Your sessions" });
    await waitFor(() => expect(document.activeElement).toBe(heading));
  });
});

describe("without the store", () => {
  it("the page shows an outage, not a login form", async () => {
    await open("/user", { unavailable: true });
    expect(await screen.findByRole("heading", { name: "Logins cannot be looked up right now" })).toBeTruthy();
    expect(screen.queryByLabelText("Password")).toBeNull();
  });
});
