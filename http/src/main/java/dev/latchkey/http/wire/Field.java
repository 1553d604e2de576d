package dev.latchkey.http.wire;

import dev.latchkey.core.credential.Password;
import dev.latchkey.core.principal.Username;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One field of a body: its name, what may be in it, and how that is read. Compared by identity.
 *
 * @param <T> what it says
 */
public final class Field<T> {
    private final String name;
    private final Kind kind;
    private final String rule;
    private final BiFunction<JsonObjectReader, String, Optional<T>> reader;

    private Field(String name, Kind kind, String rule, BiFunction<JsonObjectReader, String, Optional<T>> reader) {
        this.name = name;
        this.kind = kind;
        this.rule = rule;
        this.reader = reader;
    }

    /** What JSON it is. */
    public enum Kind {
        /** One string that is there and not empty. */
        STRING,
        /** {@code true} or {@code false}; left out or {@code null}, it is false. */
        OPTIONAL_BOOLEAN
    }

    /**
     * A string that must be there.
     *
     * @param rule what it must have, as the end of a sentence that a client can show
     * @param parser empty for what breaks the rule
     */
    public static <T> Field<T> string(String name, String rule, Function<String, Optional<T>> parser) {
        return new Field<>(name, Kind.STRING, rule, (body, field) -> {
            String typed = body.requiredString(field);
            Optional<T> parsed = typed.isEmpty() ? Optional.empty() : parser.apply(typed);
            if (parsed.isEmpty() && !typed.isEmpty()) {
                body.note(field, "must have " + rule);
            }
            return parsed;
        });
    }

    /** A username that somebody may have. */
    public static Field<Username> username(String name) {
        return string(name, "1 to 128 printable characters", Username::parse);
    }

    /** A password as it was typed. */
    public static Field<Password> password(String name) {
        return string(name, "at most " + Password.MAX_BYTES + " bytes", Password::parse);
    }

    /** A boolean that may be left out or be null, which means false. */
    public static Field<Boolean> flag(String name) {
        return new Field<>(name, Kind.OPTIONAL_BOOLEAN, "", (body, field) -> Optional.of(body.optionalBoolean(field)));
    }

    /** Its name on the wire. */
    public String name() {
        return name;
    }

    /** What JSON it is. */
    public Kind kind() {
        return kind;
    }

    /** What it must have beyond being one; an empty string when nothing. */
    public String rule() {
        return rule;
    }

    /** Empty, with the error noted, when it does not fit. */
    Optional<T> read(JsonObjectReader body) {
        return reader.apply(body, name);
    }
}
