import { expect, it } from "vitest";
import { placeOf } from "../src/lib/place.ts";

it.each([
  ["203.0.113.0/24", "The network 203.0.113.x"],
  ["2001:db8:1::/48", "The network 2001:db8:1:…"],
  ["192.168.1.0/24", "A local network (192.168.1.x)"],
  ["172.20.3.0/24", "A local network (172.20.3.x)"],
  ["fd12:3456:789a::/48", "A local network (fd12:3456:789a:…)"],
  ["127.0.0.0/24", "This computer"],
  ["::/48", "This computer"],
  ["", "An unknown network"],
])("%s is told as a place: %s", (network, place) => {
  expect(placeOf(network)).toBe(place);
});
