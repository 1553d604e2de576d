package dev.latchkey.engine;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The certificate or the key cannot be used. The message says which file, why, and what to do; no key material. */
public final class TlsFilesException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final transient Path file;
    private final String reason;
    private final String cure;

    TlsFilesException(String what, Path file, String reason, String cure) {
        this(what, file, reason, cure, null);
    }

    TlsFilesException(String what, Path file, String reason, String cure, @Nullable Throwable cause) {
        super("tls." + what + " = " + file + ": " + reason + System.lineSeparator() + "  " + cure, cause);
        this.what = what;
        this.file = file;
        this.reason = reason;
        this.cure = cure;
    }

    /** Which of the two, as a person sets it. */
    public String what() {
        return "tls." + what;
    }

    /** The file itself. */
    public Path file() {
        return file;
    }

    /** What is wrong with it. */
    public String reason() {
        return reason;
    }

    /** What to do. */
    public String cure() {
        return cure;
    }
}
