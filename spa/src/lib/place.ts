import { say } from "./words.ts";

/** Where a session is from, as a person may recognise it; the server tells no more than a network. */
export function placeOf(network: string): string {
  if (!network) return say("place.unknown");
  const [address = ""] = network.split("/");
  if (address.startsWith("127.") || address === "::") return say("place.here");
  const shown = address.includes(":") ? `${address.replace(/:*$/, "")}:…` : address.replace(/\.0$/, ".x");
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|f[cd])/.test(address)
    ? say("place.local", { network: shown })
    : say("place.network", { network: shown });
}
