package dev.latchkey.server.engine;

import java.nio.file.Path;

/** The certificate or the key cannot be used. The message says which file, why, and what to do; no key material. */
public final class TlsFilesException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    TlsFilesException(String what, Path file, String reason, String cure) {
        super(message(what, file, reason, cure));
    }

    TlsFilesException(String what, Path file, String reason, String cure, Throwable cause) {
        super(message(what, file, reason, cure), cause);
    }

    private static String message(String what, Path file, String reason, String cure) {
        return "tls " + what + " = " + file + ": " + reason + System.lineSeparator() + "  " + cure;
    }
}
