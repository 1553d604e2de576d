package dev.latchkey.servlet;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Whoever sent the request did not send all of it. There is nobody to answer. */
final class ClientGoneException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    ClientGoneException(IOException cause) {
        super(cause);
    }
}
