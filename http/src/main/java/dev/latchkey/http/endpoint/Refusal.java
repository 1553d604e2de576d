package dev.latchkey.http.endpoint;

import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;

/** Refusals that several endpoints share, in the same words. */
final class Refusal {
    private Refusal() {}

    static Problem badCredentials(String detail) {
        return Problem.of(ErrorCode.BAD_CREDENTIALS, detail);
    }

    static Problem wrongPassword() {
        return badCredentials("the password is wrong");
    }

    static Problem busy() {
        return Problem.of(ErrorCode.BUSY, "too many passwords are being checked; try again shortly");
    }

    static Problem throttled() {
        return Problem.of(ErrorCode.THROTTLED, "too many attempts; Retry-After says how many seconds to wait");
    }

    static Problem reauthenticationRequired() {
        return Problem.of(
                ErrorCode.REAUTHENTICATION_REQUIRED, "prove the password at reauthenticate, then send this again");
    }
}
