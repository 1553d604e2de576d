package dev.latchkey.http.guard;

import dev.latchkey.http.cookie.CookieHeader;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a request brought as one of our cookies, before anyone asked a store.
 *
 * @param <T> the secret that the cookie carries
 */
public sealed interface SentCookie<T> {
    /** No cookie. */
    record Nothing<T>() implements SentCookie<T> {}

    /** A cookie that cannot be one of ours: wrong length or alphabet. */
    record Malformed<T>() implements SentCookie<T> {}

    /** Several cookies of our name, and those that may be ours. */
    record Conflict<T>(List<T> tokens) implements SentCookie<T> {}

    /** One that may be ours. */
    record Token<T>(T token) implements SentCookie<T> {}

    /**
     * Every token that came. Whoever presents one may end what it stands for, so an end needs no telling which of
     * several is ours.
     */
    default List<T> all() {
        return switch (this) {
            case Nothing<T>() -> List.of();
            case Malformed<T>() -> List.of();
            case Conflict<T>(List<T> tokens) -> tokens;
            case Token<T>(T token) -> List.of(token);
        };
    }

    /** Reads the cookie of that name; the parser says what may be one of ours. */
    static <T> SentCookie<T> read(List<String> cookieFields, String cookieName, Function<String, Optional<T>> parser) {
        return switch (CookieHeader.find(cookieFields, cookieName)) {
            case CookieHeader.Value.Absent() -> new Nothing<>();
            case CookieHeader.Value.Conflict(List<String> texts) ->
                new Conflict<>(texts.stream()
                        .flatMap(text -> parser.apply(text).stream())
                        .distinct()
                        .toList());
            case CookieHeader.Value.Single(String text) ->
                parser.apply(text).<SentCookie<T>>map(Token::new).orElseGet(Malformed::new);
        };
    }
}
