package dev.latchkey.userimport;

import dev.latchkey.http.setting.Finding;
import java.nio.file.Path;

/** The file as a whole is not what it should be: where, why, and what to do. */
public final class UnreadableFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String why;
    private final String cure;

    UnreadableFileException(String why, String cure) {
        super(why + System.lineSeparator() + "  " + cure);
        this.why = why;
        this.cure = cure;
    }

    UnreadableFileException(String why, String cure, Throwable cause) {
        this(why, cure);
        initCause(cause);
    }

    /** The same of that file, for a person. */
    public Finding finding(Path file) {
        return Finding.refused("FILE", file.toString(), why, cure);
    }
}
