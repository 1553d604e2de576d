package dev.latchkey.engine;

import dev.latchkey.http.problem.ErrorCode;

/** A request that no handler sees, and what it is told. Without a trace: strangers cause it as often as they like. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    private RefusedException(ErrorCode code) {
        super(code.wireName(), null, false, false);
        this.code = code;
    }

    static RefusedException of(ErrorCode code) {
        return new RefusedException(code);
    }

    static RefusedException malformed() {
        return new RefusedException(ErrorCode.MALFORMED_REQUEST);
    }

    ErrorCode code() {
        return code;
    }
}
