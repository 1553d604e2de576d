package dev.latchkey.server.userimport;

import java.util.Map;
import java.util.Optional;

/**
 * One user as the file has it.
 *
 * @param place where it stands, for a message: {@code line 3}, {@code user 3}
 * @param fields by name, none of them empty
 */
record UserRow(String place, Map<String, String> fields) {
    UserRow {
        fields = Map.copyOf(fields);
    }

    Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }
}
