package dev.latchkey.userimport;

import dev.latchkey.http.exchange.Printable;
import java.util.Map;
import java.util.Optional;

/**
 * One user as the file has it.
 *
 * @param place where it stands, for a message: {@code line 3}, {@code user 3, line 17}
 * @param fields by name; empty where the file has a place for a field and nothing in it
 */
record UserRow(String place, Map<String, String> fields) {
    UserRow {
        fields = Map.copyOf(fields);
    }

    /** Where it stands, and whom it tells of as far as it says. */
    String label() {
        return place
                + field(Fields.USERNAME)
                        .map(name -> " (" + Printable.sentence(name, 80) + ")")
                        .orElse("");
    }

    /** What the field holds; empty when that is nothing. */
    Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name)).filter(value -> !value.isEmpty());
    }

    /** Whether the file has a place for that field. */
    boolean names(String name) {
        return fields.containsKey(name);
    }
}
