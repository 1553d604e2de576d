package dev.latchkey.doctor;

import java.io.IOException;

/** Carries a question to wherever it leads. Follows no redirect and keeps no cookie. */
@FunctionalInterface
interface Transport {
    /**
     * Asks.
     *
     * @throws IOException when there is no answer
     */
    Answer send(Question question) throws IOException;
}
