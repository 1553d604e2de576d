package dev.latchkey.userimport;

import dev.latchkey.http.exchange.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The names that fields may have in a file: in any case, as {@code password_hash}, {@code passwordHash} or in words. */
final class Fields {
    static final String USERNAME = "username";
    static final String PASSWORD_HASH = "password_hash";
    static final String NAME = "name";
    static final String ID = "id";
    static final String DISABLED = "disabled";
    static final String ENABLED = "enabled";

    static final String KNOWN = String.join(", ", DISABLED, ENABLED, ID, NAME, PASSWORD_HASH, USERNAME);

    /** By what is left of a name without capitals and separators. */
    private static final Map<String, String> MEANT = new TreeMap<>(Map.of(
            "username", USERNAME,
            "passwordhash", PASSWORD_HASH,
            "name", NAME,
            "id", ID,
            "disabled", DISABLED,
            "enabled", ENABLED,
            "active", ENABLED,
            "isactive", ENABLED));

    private final Map<String, Optional<String>> chosen = new LinkedHashMap<>();

    Fields(ImportOptions options) {
        options.ignored().forEach(name -> chosen.put(key(name), Optional.empty()));
        options.renamed().forEach((name, meant) -> chosen.put(key(name), meaning(meant)));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_.\u00A0-]", "");
    }

    /** What a name of a field stands for, whatever was chosen. */
    static Optional<String> meaning(String name) {
        return Optional.ofNullable(MEANT.get(key(name)));
    }

    /** Whether something is known of a field of that name. */
    boolean knows(String name) {
        return chosen.containsKey(key(name)) || meaning(name).isPresent();
    }

    /**
     * What is meant by the names of a file, in their order; empty where a field is to be passed over.
     *
     * @throws UnreadableFileException when one is not known, or two mean the same
     */
    List<Optional<String>> of(Iterable<String> names) {
        List<Optional<String>> meant = new ArrayList<>();
        for (String name : names) {
            Optional<String> meaning = chosen.getOrDefault(key(name), meaning(name));
            if (meaning.isEmpty() && !chosen.containsKey(key(name)) && !name.isEmpty()) {
                throw unknown(name);
            }
            if (meaning.isPresent() && meant.contains(meaning)) {
                throw new UnreadableFileException(
                        "there are two fields in it that mean " + meaning.get() + ", one of them "
                                + Printable.sentence(name, 80),
                        "leave one out, for instance with --ignore " + argument(name));
            }
            meant.add(meaning);
        }
        if (meant.contains(Optional.of(ENABLED)) && meant.contains(Optional.of(DISABLED))) {
            throw new UnreadableFileException(
                    "there are both disabled and enabled in it", "leave one out, for instance with --ignore enabled");
        }
        return meant;
    }

    private static UnreadableFileException unknown(String name) {
        String what = "there is a field " + shown(name) + " in it, ";
        return key(name).equals("password")
                ? new UnreadableFileException(
                        what + "and passwords themselves are not imported; what the other product stores goes into "
                                + PASSWORD_HASH,
                        "if that is what it holds: --rename " + argument(name) + "=" + PASSWORD_HASH)
                : new UnreadableFileException(
                        what + "and it can have " + KNOWN,
                        "to pass over it: --ignore " + argument(name) + "; if it is one of them: --rename "
                                + argument(name) + "=" + USERNAME);
    }

    /** What has no dollar sign and is not long: a first line that is no header may hold a hash. */
    static String shown(String name) {
        return name.matches("[\\p{L}\\p{N} _.'@-]{1,40}") ? name : "…";
    }

    private static String argument(String name) {
        return name.matches("[A-Za-z0-9_.-]{1,40}") ? name : "'" + shown(name).replace("'", "'\\''") + "'";
    }
}
