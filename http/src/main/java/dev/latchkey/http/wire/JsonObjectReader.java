package dev.latchkey.http.wire;

import dev.latchkey.http.problem.Problem;
import dev.latchkey.http.problem.Problem.FieldError;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads a body that is one flat JSON object: each field one string or one boolean. Anything else is refused, unknown
 * fields too when they hold more than one value, so that no list or object ever passes for a credential.
 */
final class JsonObjectReader {
    private final Map<String, Object> values = new HashMap<>();
    private final List<FieldError> errors = new ArrayList<>();

    private JsonObjectReader() {}

    static Reading<JsonObjectReader> read(byte[] body) {
        try {
            // Decoded here, strictly: a JSON parser left alone with bytes would also take UTF-16 and UTF-32.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            JsonObjectReader fields = new JsonObjectReader();
            try (JsonParser parser = Json.parser(withoutByteOrderMark(text))) {
                return fields.readObject(parser)
                        ? new Reading.Fits<>(fields)
                        : malformed("the body must be one JSON object");
            }
        } catch (CharacterCodingException e) {
            return malformed("the body must be UTF-8");
        } catch (JacksonException e) {
            return malformed("the body is not valid JSON, or exceeds its limits of depth, length or unique names");
        }
    }

    /** Some programs write one, and readers may pass over it (RFC 8259 §8.1). */
    private static String withoutByteOrderMark(String text) {
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private static Reading<JsonObjectReader> malformed(String detail) {
        return new Reading.Refused<>(Problem.malformed(detail, List.of()));
    }

    private boolean readObject(JsonParser parser) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            switch (parser.nextToken()) {
                case VALUE_STRING -> values.put(name, parser.getString());
                case VALUE_TRUE -> values.put(name, true);
                case VALUE_FALSE -> values.put(name, false);
                case VALUE_NULL -> values.put(name, new Nothing());
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> values.put(name, new OtherType());
                default -> {
                    values.put(name, new OtherType());
                    parser.skipChildren();
                }
            }
        }
        return parser.nextToken() == null;
    }

    /** A value that no field here takes. */
    private record OtherType() {}

    /** A value that says there is none. */
    private record Nothing() {}

    /** A string that must be there and not be empty. An empty string, with the error noted, when it is not. */
    String requiredString(String field) {
        Object value = values.get(field);
        if (value == null) {
            return note(field, "is missing");
        }
        if (!(value instanceof String text)) {
            return note(field, "must be one string");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            // An escape can spell half a surrogate pair (RFC 7493 §2.1). As UTF-8 it becomes a question mark, so many
            // passwords would be one.
            return note(field, "must be whole characters");
        }
        return text.isEmpty() ? note(field, "must not be empty") : text;
    }

    /** A boolean that may be left out or be null, which means false. */
    boolean optionalBoolean(String field) {
        Object value = values.get(field);
        if (value != null && !(value instanceof Boolean) && !(value instanceof Nothing)) {
            note(field, "must be true or false");
        }
        return value instanceof Boolean isTrue && isTrue;
    }

    /** Notes what is wrong with a field, once a rule beyond its type found it. */
    String note(String field, String message) {
        errors.add(new FieldError(field, message));
        return "";
    }

    List<FieldError> errors() {
        return List.copyOf(errors);
    }

    /** The refusal that names what was noted. */
    Problem malformed() {
        return Problem.malformed("some fields do not fit", errors());
    }
}
