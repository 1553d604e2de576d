import { type ClientCode, type ErrorCode, errorCodes, type Reason, readReason } from "./codes.js";

/** What is wrong with one field of what was sent. */
export interface FieldError {
  readonly field: string;
  /** `too_short`, `too_common`, `too_regular`, `like_the_name` or `not_accepted`; a newer server may know more. */
  readonly code?: string;
  readonly message: string;
}

/** What a refusal may tell beside its code. */
export interface ErrorDetails {
  /** HTTP status; 0, the default, when nobody answered. */
  readonly status?: number;
  /** Seconds to wait before the next attempt, where the server said so. */
  readonly retryAfter?: number | undefined;
  readonly detail?: string | undefined;
  /** What is wrong with which field. */
  readonly errors?: readonly FieldError[];
  /** Why there is no session, where that is what the refusal is about. */
  readonly reason?: Reason | undefined;
}

/** The one error this client throws. Switch on `code`; sentences in `detail` may change, codes do not. */
export class LatchkeyError extends Error {
  override readonly name = "LatchkeyError";
  declare readonly code: ErrorCode | ClientCode;
  declare readonly status: number;
  declare readonly retryAfter: number | undefined;
  declare readonly errors: readonly FieldError[];
  declare readonly reason: Reason | undefined;

  constructor(
    code: ErrorCode | ClientCode,
    { status = 0, retryAfter, detail, errors = [], reason }: ErrorDetails = {},
  ) {
    super(detail ?? code);
    Object.assign(this, { code, status, retryAfter, errors, reason });
  }
}

/**
 * Reads a refusal: an answer that is not 2xx, and its body as parsed JSON where it has one. For requests that another
 * library made. A 5xx without a problem body comes from a proxy whose server is gone: `unreachable`; any other answer
 * that is not in Latchkey's words is `unexpected_answer`, with its `status`.
 */
export function problem(
  { status, headers }: Pick<Response, "status" | "headers">,
  body?: { readonly [field: string]: unknown },
): LatchkeyError {
  const code = errorCodes.find((known) => known === body?.code);
  return new LatchkeyError(code ?? (!body?.code && status >= 500 ? "unreachable" : "unexpected_answer"), {
    status,
    retryAfter: Number(headers.get("Retry-After")) || undefined,
    detail: body?.detail as string | undefined,
    errors: Array.isArray(body?.errors) ? body.errors : [],
    // Other 401s (a wrong password) have no reason, a 503 that had one would still be no logout, and what a backend
    // of another make calls a reason is not about the login.
    reason: status === 401 && code && body?.reason ? readReason(body) : undefined,
  });
}
