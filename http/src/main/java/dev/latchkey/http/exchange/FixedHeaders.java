package dev.latchkey.http.exchange;

import java.util.List;

/**
 * Header lines that many answers share. Made once when the protocol is set up and compared by identity, so that an
 * adapter can translate each set once and keep it.
 */
public final class FixedHeaders {
    private final List<HeaderField> fields;

    /** Keeps a copy of the lines. */
    public FixedHeaders(List<HeaderField> fields) {
        this.fields = List.copyOf(fields);
    }

    /** The lines, in order. */
    public List<HeaderField> fields() {
        return fields;
    }
}
