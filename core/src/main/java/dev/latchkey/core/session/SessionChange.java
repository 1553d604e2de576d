package dev.latchkey.core.session;

import dev.latchkey.core.token.TokenHash;

/** That a token does not stand for what it stood for. */
public sealed interface SessionChange {
    /** The token. */
    TokenHash hash();

    /** Its session ended. */
    record Ended(TokenHash hash, EndReason reason) implements SessionChange {}

    /** Its session goes on by another token: what this one stands for now, the store tells. */
    record Outdated(TokenHash hash) implements SessionChange {}
}
