package dev.latchkey.core.token;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;

/** Tokens whose randomness is known beforehand, for tests of other packages. */
public final class ScriptedTokens {
    private ScriptedTokens() {}

    /** Fills the first secret with the first byte, the second with the second, and so on; the last for ever. */
    public static Tokens filledWith(Integer... fills) {
        Iterator<Integer> script = List.of(fills).iterator();
        return new Tokens(new RandomGenerator() {
            private int last;

            @Override
            public void nextBytes(byte[] bytes) {
                last = script.hasNext() ? script.next() : last;
                Arrays.fill(bytes, (byte) last);
            }

            @Override
            public long nextLong() {
                throw new UnsupportedOperationException("only bytes are scripted");
            }
        });
    }
}
