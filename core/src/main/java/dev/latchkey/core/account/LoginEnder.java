package dev.latchkey.core.account;

import dev.latchkey.core.principal.PrincipalId;

/** Ends whatever somebody is logged in by: what must follow when their account is shut or gets another password. */
@FunctionalInterface
public interface LoginEnder {
    /**
     * Ends every session and every series of theirs, in one transaction; when there is none, nothing happens.
     *
     * @return how many sessions there were
     * @throws dev.latchkey.core.store.StoreUnavailableException when the store cannot answer
     */
    int endAll(PrincipalId principal);
}
