package dev.latchkey.http.answer;

import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;

/** Refusals that several routes share, in the same words. */
public final class Refusal {
    private Refusal() {}

    /** The credential is wrong, in that sentence. */
    public static Problem badCredentials(String detail) {
        return Problem.of(ErrorCode.BAD_CREDENTIALS, detail);
    }

    /** The password of somebody who is known is wrong. */
    public static Problem wrongPassword() {
        return badCredentials("the password is wrong");
    }

    /** Too many passwords are being hashed. */
    public static Problem busy() {
        return Problem.of(ErrorCode.BUSY, "too many passwords are being checked; try again shortly");
    }

    /** Guesses came too fast. */
    public static Problem throttled() {
        return Problem.of(ErrorCode.THROTTLED, "too many attempts; Retry-After says how many seconds to wait");
    }

    /** A credential must have been proven recently. */
    public static Problem reauthenticationRequired() {
        return Problem.of(
                ErrorCode.REAUTHENTICATION_REQUIRED, "prove the password at reauthenticate, then send this again");
    }

    /** Whoever is logged in stays logged in: only nobody can be told who it is. */
    public static Problem storeUnavailable() {
        return Problem.of(
                ErrorCode.STORE_UNAVAILABLE, "the session store does not answer; nobody was logged out by this");
    }
}
