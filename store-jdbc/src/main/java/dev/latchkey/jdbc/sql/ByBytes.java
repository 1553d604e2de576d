package dev.latchkey.jdbc.sql;

import dev.latchkey.core.token.TokenHash;
import java.util.Arrays;
import java.util.Comparator;

/** An order of token hashes, whichever. */
final class ByBytes {
    static final Comparator<TokenHash> ORDER = (a, b) -> Arrays.compare(a.toBytes(), b.toBytes());

    private ByBytes() {}
}
