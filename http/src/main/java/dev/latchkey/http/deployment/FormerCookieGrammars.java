package dev.latchkey.http.deployment;

import dev.latchkey.http.exchange.PlainPath;
import dev.latchkey.http.setting.Grammar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What may be written of former cookies. */
final class FormerCookieGrammars {
    /** Room for what tells the cookies apart. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,52}");

    private FormerCookieGrammars() {}

    /** Names, each with a path after an {@code @} or without one. */
    static Grammar<List<FormerCookies.Name>> names() {
        return new Grammar<>(
                "NAMES",
                "",
                "each must be the name of a cookie, with @ and a path behind it where it was set for one",
                "separate them by spaces",
                "__Host-latchkey sid@/app",
                FormerCookieGrammars::parseNames,
                names -> names.stream()
                        .map(name -> name.text()
                                + name.path().map(path -> "@" + path).orElse(""))
                        .collect(Collectors.joining(" ")),
                text -> Optional.empty());
    }

    private static Optional<List<FormerCookies.Name>> parseNames(String text) {
        List<FormerCookies.Name> names = new ArrayList<>();
        for (String part : Arrays.stream(text.strip().split("[\\s,]+", -1))
                .filter(one -> !one.isEmpty())
                .toList()) {
            int at = part.indexOf('@');
            String name = at < 0 ? part : part.substring(0, at);
            Optional<String> path = at < 0 ? Optional.empty() : Optional.of(part.substring(at + 1));
            boolean isPath = path.isEmpty() || PlainPath.matches(path.get());
            if (!TOKEN.matcher(name).matches() || !isPath || name.equals(Cookies.READABLE_NAME)) {
                return Optional.empty();
            }
            names.add(new FormerCookies.Name(name, path.filter(one -> !one.equals("/"))));
        }
        return Optional.of(List.copyOf(names));
    }

    /** A date, whose day has not begun then, or an instant; or none. */
    static Grammar<Optional<Instant>> instantOrNone() {
        return new Grammar<>(
                "DATE",
                "",
                "it is no date and no instant",
                "",
                "2027-01-31",
                FormerCookieGrammars::parseInstant,
                instant -> instant.map(Instant::toString).orElse(""),
                text -> Optional.empty());
    }

    private static Optional<Optional<Instant>> parseInstant(String text) {
        String written = text.strip();
        if (written.isEmpty()) {
            return Optional.of(Optional.empty());
        }
        try {
            return Optional.of(Optional.of(
                    written.indexOf('T') < 0
                            ? LocalDate.parse(written)
                                    .atStartOfDay(ZoneOffset.UTC)
                                    .toInstant()
                            : Instant.parse(written)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
