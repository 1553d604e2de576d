package dev.latchkey.http.guard;

/** What a route needs of who comes. */
public enum Need {
    /** Nothing: it is told who came, if anyone. */
    ANYONE,
    /** Somebody who is logged in. */
    MEMBER,
    /** Somebody who is logged in and proved a credential recently (ASVS 5.0 V7.5.1). */
    FRESH
}
