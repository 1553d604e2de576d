package dev.latchkey.core.account;

import dev.latchkey.core.credential.PasswordFlaw;
import dev.latchkey.core.throttle.NotNow;
import java.util.Set;

/** What became of a registration. */
public sealed interface RegistrationOutcome {
    /** There is a new user. Nobody is logged in by this. */
    record Registered(User user) implements RegistrationOutcome {}

    /**
     * What was typed does not fit; the same whoever exists.
     *
     * @param acceptsUsername whether the username has an accepted form
     * @param passwordFlaws what is wrong with the password, if anything
     */
    record Refused(boolean acceptsUsername, Set<PasswordFlaw> passwordFlaws) implements RegistrationOutcome {
        /** Copies the set. */
        public Refused {
            passwordFlaws = Set.copyOf(passwordFlaws);
        }
    }

    /** Somebody has that username or one that looks like it, or nobody may have it: which one is not told. */
    record UsernameUnavailable() implements RegistrationOutcome {}

    /** This one was not judged: try again later. */
    record Deferred(NotNow why) implements RegistrationOutcome {}
}
