package dev.latchkey.http.wire;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** Writes the members of one object, in the order in which they are said. Used by one thread. */
public final class JsonWriter {
    private final JsonGenerator json;

    private JsonWriter(JsonGenerator json) {
        this.json = json;
    }

    /** One object as UTF-8; {@code members} says what is in it. */
    public static byte[] object(Consumer<JsonWriter> members) {
        return Json.object(json -> members.accept(new JsonWriter(json)));
    }

    /** A string. */
    public JsonWriter text(String name, String value) {
        json.writeStringProperty(name, value);
        return this;
    }

    /** A boolean. */
    public JsonWriter flag(String name, boolean value) {
        json.writeBooleanProperty(name, value);
        return this;
    }

    /** A whole number. */
    public JsonWriter number(String name, int value) {
        json.writeNumberProperty(name, value);
        return this;
    }

    /** An object within. */
    public JsonWriter object(String name, Consumer<JsonWriter> members) {
        json.writeObjectPropertyStart(name);
        members.accept(this);
        json.writeEndObject();
        return this;
    }

    /** A list of strings. */
    public JsonWriter texts(String name, List<String> values) {
        json.writeArrayPropertyStart(name);
        values.forEach(json::writeString);
        json.writeEndArray();
        return this;
    }

    /** A list of objects. */
    public <T> JsonWriter objects(String name, List<T> values, BiConsumer<JsonWriter, T> members) {
        json.writeArrayPropertyStart(name);
        values.forEach(value -> {
            json.writeStartObject();
            members.accept(this, value);
            json.writeEndObject();
        });
        json.writeEndArray();
        return this;
    }
}
