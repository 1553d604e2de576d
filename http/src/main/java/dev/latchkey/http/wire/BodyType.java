package dev.latchkey.http.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a body must be: one flat object with these fields, read strictly, and every one that does not fit is named. Fields
 * that nobody knows are passed over.
 *
 * @param <T> what a body that fits says
 */
public final class BodyType<T> {
    private final List<Field<?>> fields;
    private final Function<Values, Reading<T>> made;

    private BodyType(List<Field<?>> fields, Function<Values, Reading<T>> made) {
        this.fields = List.copyOf(fields);
        this.made = made;
    }

    /** One that fits when all of its fields do. */
    public static <T> BodyType<T> of(List<Field<?>> fields, Function<Values, T> made) {
        return judged(fields, values -> new Reading.Fits<>(made.apply(values)));
    }

    /** One that is judged once more when all of its fields fit. */
    public static <T> BodyType<T> judged(List<Field<?>> fields, Function<Values, Reading<T>> made) {
        return new BodyType<>(fields, made);
    }

    /** What its fields say, in the hands of who makes one of it. */
    public static final class Values {
        private final Map<Field<?>, Object> byField = new HashMap<>();

        private Values() {}

        private <T> void read(Field<T> field, JsonObjectReader body) {
            field.read(body).ifPresent(value -> byField.put(field, value));
        }

        /**
         * What a field says.
         *
         * @throws IllegalArgumentException when the body has no such field
         */
        @SuppressWarnings("unchecked") // put there by the one method above, by the same field
        public <T> T get(Field<T> field) {
            Object value = byField.get(field);
            if (value == null) {
                throw new IllegalArgumentException("this body has no field " + field.name());
            }
            return (T) value;
        }
    }

    /** Its fields, in the order in which they are read. */
    public List<Field<?>> fields() {
        return fields;
    }

    /** Reads a body. */
    public Reading<T> read(byte[] body) {
        return JsonObjectReader.read(body).then(this::read);
    }

    private Reading<T> read(JsonObjectReader body) {
        Values values = new Values();
        fields.forEach(field -> values.read(field, body));
        return body.errors().isEmpty() ? made.apply(values) : new Reading.Refused<>(body.malformed());
    }
}
