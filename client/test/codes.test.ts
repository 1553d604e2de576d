import { expect, it } from "vitest";
import { clientCodes, errorCodes, reasons } from "../src/index.js";

it.each([...reasons, ...errorCodes, ...clientCodes])("%s is snake_case, as on the wire", (code) => {
  expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
});

it("no code has two meanings", () => {
  const all = [...errorCodes, ...clientCodes];
  expect(new Set(all).size).toBe(all.length);
});
