package dev.latchkey.http.wire;

import dev.latchkey.core.account.User;
import java.nio.charset.StandardCharsets;

/** Writes users as JSON, for programs that read a list of them. Never a hash. */
public final class UserJson {
    private UserJson() {}

    /**
     * One object without a line break.
     *
     * @param createdAt an instant; left out when it is an empty string
     * @param lastSeenAt the same
     */
    public static String line(User user, String createdAt, String lastSeenAt) {
        return new String(
                Json.object(json -> {
                    json.writeStringProperty("username", user.username().value());
                    json.writeStringProperty("name", user.name());
                    json.writeStringProperty("id", user.id().value());
                    if (!createdAt.isEmpty()) {
                        json.writeStringProperty("createdAt", createdAt);
                    }
                    if (!lastSeenAt.isEmpty()) {
                        json.writeStringProperty("lastSeenAt", lastSeenAt);
                    }
                    json.writeBooleanProperty("disabled", user.isDisabled());
                    json.writeBooleanProperty("hasPassword", user.passwordHash().isPresent());
                }),
                StandardCharsets.UTF_8);
    }
}
