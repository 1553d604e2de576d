package dev.latchkey.core.session;

import dev.latchkey.core.token.TokenHash;

/** That a token does not stand for what it stood for. */
public sealed interface SessionChange {
    /** The token. */
    TokenHash hash();

    /** Its session ended. */
    record Ended(TokenHash hash, EndReason reason) implements SessionChange {}

    /** What it stands for now, the store tells: another token took its place, or it was of no session before. */
    record Outdated(TokenHash hash) implements SessionChange {}
}
