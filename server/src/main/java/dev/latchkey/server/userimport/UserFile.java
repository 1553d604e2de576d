package dev.latchkey.server.userimport;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads users from a CSV file with a header line, or from a JSON array of objects. UTF-8. */
final class UserFile {
    static final String USERNAME = "username";
    static final String PASSWORD_HASH = "password_hash";
    static final String NAME = "name";
    static final String ID = "id";
    static final String DISABLED = "disabled";

    private static final Set<String> KNOWN = new TreeSet<>(Set.of(USERNAME, PASSWORD_HASH, NAME, ID, DISABLED));
    private static final int MAX_USERS = 100_000;

    /** Enough for {@link #MAX_USERS} with every field at its longest likely size. */
    private static final int MAX_BYTES = 128 * 1024 * 1024;

    private UserFile() {}

    static List<UserRow> read(Path file) {
        List<UserRow> rows = isJson(file) ? json(text(file)) : csv(text(file));
        if (rows.isEmpty()) {
            throw new UnreadableFileException("there are no users in it");
        }
        if (rows.size() > MAX_USERS) {
            throw new UnreadableFileException(
                    "it holds " + rows.size() + " users, and at most " + MAX_USERS + " go in at once: split it");
        }
        return rows;
    }

    private static boolean isJson(Path file) {
        return file.toString().endsWith(".json");
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new UnreadableFileException("it has more than " + MAX_BYTES + " bytes: split it");
            }
            String text = Files.readString(file, StandardCharsets.UTF_8);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            throw new UnreadableFileException("there is no such file", e);
        } catch (CharacterCodingException e) {
            throw new UnreadableFileException("it is not UTF-8: export it as UTF-8", e);
        } catch (IOException e) {
            throw new UnreadableFileException("it cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<UserRow> csv(String text) {
        List<UserRow> rows = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(text)) {
            for (NamedCsvRecord record : reader) {
                refuseUnknown(record.getHeader());
                if (record.getFieldCount() != record.getHeader().size()) {
                    throw new UnreadableFileException("line " + record.getStartingLineNumber() + " has "
                            + record.getFieldCount() + " fields, and the header "
                            + record.getHeader().size());
                }
                rows.add(row("line " + record.getStartingLineNumber(), record.getFieldsAsMap()));
            }
        } catch (CsvParseException | IllegalArgumentException | IllegalStateException e) {
            throw new UnreadableFileException("it is not CSV with a header line: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UnreadableFileException("it cannot be read: " + e.getMessage(), e);
        }
        return rows;
    }

    /** JSON is YAML, so the parser that reads the configuration reads this as well. */
    private static List<UserRow> json(String text) {
        Object document;
        try {
            document =
                    new Load(LoadSettings.builder().setCodePointLimit(MAX_BYTES).build()).loadFromString(text);
        } catch (YamlEngineException e) {
            throw new UnreadableFileException("it is not JSON: " + e.getMessage(), e);
        }
        if (!(document instanceof List<?> users)) {
            throw new UnreadableFileException("it must be an array of objects: [{\"username\": …}, …]");
        }
        List<UserRow> rows = new ArrayList<>();
        for (Object user : users) {
            String place = "user " + (rows.size() + 1);
            if (!(user instanceof Map<?, ?> object)) {
                throw new UnreadableFileException(place + " is not an object");
            }
            Map<String, String> fields = new LinkedHashMap<>();
            object.forEach((name, value) -> fields.put(String.valueOf(name), scalar(place, name, value)));
            refuseUnknown(fields.keySet());
            rows.add(row(place, fields));
        }
        return rows;
    }

    private static String scalar(String place, Object name, Object value) {
        return switch (value) {
            case null -> "";
            case String text -> text;
            case Boolean truth -> truth.toString();
            case Integer number -> number.toString();
            case Long number -> number.toString();
            default ->
                throw new UnreadableFileException(place + ": " + Shown.of(String.valueOf(name)) + " must be a text");
        };
    }

    private static void refuseUnknown(Iterable<String> names) {
        for (String name : names) {
            if (!KNOWN.contains(name)) {
                String why = name.equals("password")
                        ? "passwords themselves are not imported; what the other product stores goes into "
                                + PASSWORD_HASH
                        : "it can have " + String.join(", ", KNOWN);
                throw new UnreadableFileException("there is a field " + Shown.of(name) + " in it: " + why);
            }
        }
    }

    private static UserRow row(String place, Map<String, String> fields) {
        Map<String, String> given = new LinkedHashMap<>(fields);
        given.values().removeIf(String::isEmpty);
        return new UserRow(place, given);
    }
}
