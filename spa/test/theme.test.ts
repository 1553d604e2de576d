import { afterEach, describe, expect, it } from "vitest";
import { pageTitle, readTheme, theme, wear } from "../src/lib/theme.ts";

const root = document.documentElement;
afterEach(() => {
  wear(undefined, document);
  root.removeAttribute("style");
});

describe("how the pages look", () => {
  it("is Latchkey's own where nothing is said", () => {
    wear(undefined, document);
    expect(theme()).toEqual({ name: "Latchkey" });
    expect(pageTitle("Log in")).toBe("Log in · Latchkey");
    expect(root.style.getPropertyValue("--own-accent")).toBe("");
  });
  it("takes a name, a logo, colours, a line of help and a home", () => {
    const whole = {
      name: "Shop",
      logo: "/logo.svg",
      accent: "#0b3d91",
      accentDark: "#9ec5ff",
      help: "Locked out?",
      helpLink: "mailto:help@example.com",
      home: "/shop",
    };
    wear(whole, document);
    expect(theme()).toEqual(whole);
    expect(pageTitle("Log in")).toBe("Log in · Shop");
    expect(root.style.getPropertyValue("--own-accent")).toBe("#0b3d91");
    expect(root.style.getPropertyValue("--own-accent-dark")).toBe("#9ec5ff");
  });
  it("makes the colour of the dark scheme from the other", () => {
    wear({ accent: "#0b3d91" }, document);
    expect(root.style.getPropertyValue("--own-accent-dark")).toContain("#0b3d91");
  });
  it.each([
    [{ accent: "#0b3d91;background:url(//evil.example)" }],
    [{ accent: "red" }],
    [{ logo: "https://evil.example/x.png" }],
    [{ logo: "//evil.example/x.png" }],
    [{ logo: "javascript:alert(1)" }],
    [{ helpLink: "javascript:alert(1)" }],
    [{ helpLink: "//evil.example" }],
    [{ home: "/\\\\evil.example" }],
    [{ name: "x".repeat(41) }],
    [{ name: 7 }],
    [{ unknown: "x" }],
    ["text"],
    [null],
  ])("%j changes nothing", (told) => {
    expect(readTheme(told)).toEqual({ name: "Latchkey" });
  });
});
