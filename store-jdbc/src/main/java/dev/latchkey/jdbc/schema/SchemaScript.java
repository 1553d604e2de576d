package dev.latchkey.jdbc.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A script that makes one version of the tables from the one before, and says so in {@code latchkey_schema} at its end.
 * They lie where no migration tool of an application looks.
 */
public final class SchemaScript {
    /** In our scripts a semicolon at the end of a line ends a statement, and nowhere else stands one. */
    private static final Pattern END_OF_STATEMENT = Pattern.compile(";\\s*\\n");

    private final String text;

    private SchemaScript(String text) {
        this.text = text;
    }

    static SchemaScript of(Dialect dialect, int version) {
        return named(dialect.label() + "/" + version + ".sql");
    }

    /** The script of that name, such as {@code sqlite/3.sql}. */
    public static SchemaScript named(String name) {
        try (InputStream resource = SchemaScript.class.getResourceAsStream(name)) {
            return new SchemaScript(
                    new String(Objects.requireNonNull(resource, name).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of it. */
    public String text() {
        return text;
    }

    /** Its statements, in order, each without its semicolon. */
    public List<String> statements() {
        return END_OF_STATEMENT
                .splitAsStream(text)
                .filter(sql -> !sql.isBlank())
                .toList();
    }
}
