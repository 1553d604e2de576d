package dev.latchkey.server.command;

import dev.latchkey.core.account.User;
import dev.latchkey.core.audit.Activity;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.http.wire.UserJson;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints users, one a line, with tabs between the columns. */
final class UserList {
    private final Function<PrincipalId, Activity> activity;
    private final PrintWriter out;

    UserList(Function<PrincipalId, Activity> activity, PrintWriter out) {
        this.activity = activity;
        this.out = out;
    }

    void header() {
        out.println(String.join("\t", "USERNAME", "NAME", "ID", "CREATED", "LAST SEEN", "STATE"));
    }

    void line(User user) {
        Activity known = activity.apply(user.id());
        out.println(String.join(
                "\t",
                Moments.visible(user.username().value()),
                Moments.visible(user.name()),
                user.id().value(),
                text(known.madeAt()),
                text(known.lastCameAt()),
                state(user)));
    }

    void json(User user) {
        Activity known = activity.apply(user.id());
        out.println(UserJson.line(
                user,
                known.madeAt().map(Moments::text).orElse(""),
                known.lastCameAt().map(Moments::text).orElse("")));
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
