package dev.latchkey.http.problem;

import java.util.List;
import java.util.Optional;

/**
 * A refusal, as RFC 9457 describes it.
 *
 * @param code which one
 * @param detail a sentence for a developer; no secret, no stranger's text that was not made printable
 * @param reason why nobody is logged in, when that is the refusal; otherwise empty
 * @param fieldErrors what is wrong with single fields of the body; otherwise empty
 */
public record Problem(ErrorCode code, String detail, Optional<Reason> reason, List<FieldError> fieldErrors) {
    /** Copies the list. */
    public Problem {
        fieldErrors = List.copyOf(fieldErrors);
    }

    /** A refusal that its code and a sentence explain. */
    public static Problem of(ErrorCode code, String detail) {
        return new Problem(code, detail, Optional.empty(), List.of());
    }

    /** Nobody is logged in, and why. */
    public static Problem of(Reason reason) {
        return new Problem(reason.code(), reason.detail(), Optional.of(reason), List.of());
    }

    /** The body does not fit, and where. */
    public static Problem malformed(String detail, List<FieldError> fieldErrors) {
        return new Problem(ErrorCode.MALFORMED_REQUEST, detail, Optional.empty(), fieldErrors);
    }

    /** The body fits its form and breaks rules, and which. */
    public static Problem invalid(List<FieldError> fieldErrors) {
        return new Problem(ErrorCode.VALIDATION_FAILED, "some fields are not accepted", Optional.empty(), fieldErrors);
    }

    /**
     * What is wrong with one field.
     *
     * @param field its name
     * @param code which rule it breaks, for a client to say in its own words; empty where the form is wrong
     * @param message what it must be
     */
    public record FieldError(String field, String code, String message) {
        /** A field whose form is wrong. */
        public FieldError(String field, String message) {
            this(field, "", message);
        }
    }
}
