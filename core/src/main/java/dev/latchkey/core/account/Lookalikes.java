package dev.latchkey.core.account;

import dev.latchkey.core.principal.Username;

/**
 * Tells which usernames people take for one another. Thread-safe; slow at its first question at most, so whoever never
 * asks pays nothing.
 */
public interface Lookalikes {
    /** Of which edition the skeletons are that {@link #skeleton} makes, see {@link Skeleton#edition()}. */
    String edition();

    /** What a name looks like, of 1 to 128 code points: equal for two that a person would take for one another. */
    Skeleton skeleton(String name);

    /**
     * Whether a username is made of what names are made of today: no letters of ancient or technical alphabets, no marks
     * that hide in or behind a letter (UTS #39 §3.1, §5).
     */
    boolean isOrdinary(Username username);

    /** Takes each name for itself alone: for where nobody registers, and for tests of other things. */
    static Lookalikes unchecked() {
        return new Lookalikes() {
            @Override
            public String edition() {
                return "unchecked";
            }

            @Override
            public Skeleton skeleton(String name) {
                return new Skeleton(edition(), name);
            }

            @Override
            public boolean isOrdinary(Username username) {
                return true;
            }
        };
    }
}
