package dev.latchkey.doctor;

import dev.latchkey.http.diagnosis.Cause;
import dev.latchkey.http.setting.Finding;

/** What one step of the way came to. */
public sealed interface Outcome {
    /**
     * All is well.
     *
     * @param seen what was seen
     */
    record Fine(String seen) implements Outcome {}

    /**
     * Here the login is lost.
     *
     * @param cause why, for programs
     * @param finding the same for a person
     */
    record Failed(Cause cause, Finding finding) implements Outcome {
        Failed(Cause cause, String what, String value, String why, String cure) {
            this(cause, Finding.refused(what, value, why, cure));
        }
    }
}
