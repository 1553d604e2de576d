package dev.latchkey.userimport;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Users from JSON: an array of objects, an object with such an array under {@code users}, or one object after the other
 * (NDJSON, JSON Lines). Texts, numbers and booleans come as text, null as nothing.
 */
final class JsonUsers {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final String USERS = "users";

    private final JsonParser parser;
    private final Exports exports;
    private final List<UserRow> rows = new ArrayList<>();

    private JsonUsers(JsonParser parser, Exports exports) {
        this.parser = parser;
        this.exports = exports;
    }

    /** Whether a text that holds users is JSON; it is CSV otherwise. */
    static boolean isJson(String text) {
        String start = text.substring(0, Math.min(text.length(), 512)).stripLeading();
        return start.startsWith("[") || start.startsWith("{");
    }

    static List<UserRow> read(String text, Exports exports) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            JsonUsers users = new JsonUsers(parser, exports);
            users.readAll();
            return users.rows;
        } catch (JacksonException e) {
            throw new UnreadableFileException(
                    "it is not JSON at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr(),
                    "see what is missing, too much, twice or not in double quotes there",
                    e);
        }
    }

    private void readAll() {
        while (parser.nextToken() != null) {
            int line = line();
            switch (parser.currentToken()) {
                case START_ARRAY -> array();
                case START_OBJECT -> object(line);
                default ->
                    throw new UnreadableFileException(
                            "line " + line + " is not an object",
                            "it must be an array of objects, [{\"username\": …}, …], or one object a line");
            }
        }
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }

    private void array() {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            int line = line();
            add("user " + (rows.size() + exports.leftOut() + 1) + ", line " + line, value());
        }
    }

    /** A user, or what holds them. */
    private void object(int line) {
        Map<String, Object> object = new LinkedHashMap<>();
        boolean isOfUsers = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.START_ARRAY && name.equals(USERS)) {
                isOfUsers = true;
                array();
            } else {
                object.put(name, value());
            }
        }
        if (!isOfUsers) {
            add("line " + line, object);
        }
    }

    private void add(String place, Object user) {
        if (!(user instanceof Map<?, ?> object)) {
            throw new UnreadableFileException(
                    place + " is not an object", "each user is one, such as {\"username\": …, \"password_hash\": …}");
        }
        exports.row(place, object).ifPresent(rows::add);
    }

    private Object value() {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> object = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    object.put(name, value());
                }
                yield object;
            }
            case START_ARRAY -> {
                List<Object> array = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value());
                }
                yield array;
            }
            case VALUE_NULL -> "";
            case null -> throw new IllegalStateException("there is no value");
            default -> parser.getString();
        };
    }
}
