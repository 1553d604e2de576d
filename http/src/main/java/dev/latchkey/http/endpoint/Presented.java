package dev.latchkey.http.endpoint;

import dev.latchkey.http.cookie.CookieHeader;
import dev.latchkey.token.SessionToken;
import java.util.List;

/** What a request brought as its session cookie, before anyone asked a store. */
sealed interface Presented {
    /** No cookie. */
    record Nothing() implements Presented {}

    /** A cookie that cannot be one of ours: wrong length or alphabet. */
    record Malformed() implements Presented {}

    /** Several cookies of our name, and those that may stand for a session. */
    record Conflict(List<SessionToken> tokens) implements Presented {}

    /** A token that may stand for a session. */
    record Token(SessionToken token) implements Presented {}

    /**
     * Every token that came. Whoever presents one may end what it stands for, so an end needs no telling which of
     * several is ours.
     */
    default List<SessionToken> tokens() {
        return this instanceof Token(SessionToken token) ? List.of(token) : List.of();
    }

    static Presented read(List<String> cookieFields, String cookieName) {
        return switch (CookieHeader.find(cookieFields, cookieName)) {
            case CookieHeader.Value.Absent() -> new Nothing();
            case CookieHeader.Value.Conflict(List<String> texts) ->
                new Conflict(texts.stream()
                        .flatMap(text -> SessionToken.parse(text).stream())
                        .distinct()
                        .toList());
            case CookieHeader.Value.Single(String text) ->
                SessionToken.parse(text).<Presented>map(Token::new).orElseGet(Malformed::new);
        };
    }
}
