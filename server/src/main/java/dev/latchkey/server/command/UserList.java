package dev.latchkey.server.command;

import dev.latchkey.core.credential.User;
import dev.latchkey.http.wire.UserJson;
import dev.latchkey.server.app.Activity;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints users, one a line, with tabs between the columns. */
final class UserList {
    private final Activity activity;
    private final PrintWriter out;

    UserList(Activity activity, PrintWriter out) {
        this.activity = activity;
        this.out = out;
    }

    void header() {
        out.println(String.join("\t", "USERNAME", "NAME", "ID", "CREATED", "LAST SEEN", "STATE"));
    }

    void line(User user) {
        out.println(String.join(
                "\t",
                Moments.visible(user.username().value()),
                Moments.visible(user.name()),
                user.id().value(),
                text(activity.madeAt(user.id())),
                text(activity.lastCameAt(user.id())),
                state(user)));
    }

    void json(User user) {
        out.println(UserJson.line(
                user,
                activity.madeAt(user.id()).map(Moments::text).orElse(""),
                activity.lastCameAt(user.id()).map(Moments::text).orElse("")));
    }

    private static String text(Optional<Instant> at) {
        return at.map(Moments::text).orElse("-");
    }

    private static String state(User user) {
        String words = Stream.of(
                        user.isDisabled() ? "disabled" : "", user.passwordHash().isEmpty() ? "no password" : "")
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(", "));
        return words.isEmpty() ? "active" : words;
    }
}
