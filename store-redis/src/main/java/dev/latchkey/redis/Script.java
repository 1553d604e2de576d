package dev.latchkey.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a server does in one step. Each is a file of that name beside this class, which tells what it takes and answers. */
enum Script {
    SESSION_INSERT,
    SESSION_FIND,
    SESSION_LIST,
    SESSION_ACTIVITY,
    SESSION_CONFIRM,
    SESSION_END,
    SESSION_END_AGAIN,
    SESSION_ROTATE,
    SESSION_FORGET_OLDER,
    SESSION_PURGE,
    SERIES_INSERT,
    SERIES_FIND,
    SERIES_LIST,
    SERIES_SWAP,
    SERIES_END,
    SERIES_PURGE,
    BUDGETS_FIND,
    BUDGETS_SWAP,
    BUDGETS_SETTLE,
    BUDGETS_PURGE,
    NODE_LOOK,
    NODE_RENEW,
    NODE_LEAVE,
    NODE_BEHIND,
    KEPT,
    IDENTITY;

    private final String source;

    Script() {
        this.source = read("common") + read(name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private static String read(String name) {
        try (InputStream file = Script.class.getResourceAsStream(name + ".lua")) {
            if (file == null) {
                throw new IllegalStateException("this program lacks its file " + name + ".lua");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it changes something. */
    boolean isWriting() {
        return switch (this) {
            case SESSION_FIND, SESSION_LIST, SERIES_FIND, SERIES_LIST, BUDGETS_FIND, NODE_LOOK, NODE_BEHIND, KEPT ->
                false;
            default -> true;
        };
    }

    /** All of it, what it has in common with others included. */
    String source() {
        return source;
    }
}
