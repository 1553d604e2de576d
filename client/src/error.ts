import { type ClientCode, type ErrorCode, errorCodes } from "./codes.js";

/** The one error this client throws. Switch on `code`; sentences in `detail` may change, codes do not. */
export class LatchkeyError extends Error {
  override readonly name = "LatchkeyError";

  constructor(
    readonly code: ErrorCode | ClientCode,
    /** HTTP status, 0 when nobody answered. */
    readonly status = 0,
    /** Seconds to wait before the next attempt, where the server said so. */
    readonly retryAfter?: number,
    detail?: string,
  ) {
    super(detail ?? code);
  }
}

/** Reads a refusal. A 5xx without a problem body comes from a proxy whose server is gone: unreachable. */
export function problem(response: Response, body: Record<string, unknown> | undefined): LatchkeyError {
  const code = body?.code;
  return new LatchkeyError(
    errorCodes.find((known) => known === code) ??
      (!code && response.status >= 500 ? "unreachable" : "unexpected_answer"),
    response.status,
    Number(response.headers.get("Retry-After")) || undefined,
    body?.detail as string | undefined,
  );
}
