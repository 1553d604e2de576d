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

    /** Two cookies of our name. */
    record Conflict() implements Presented {}

    /** A token that may stand for a session. */
    record Token(SessionToken token) implements Presented {}

    static Presented read(List<String> cookieFields, String cookieName) {
        return switch (CookieHeader.find(cookieFields, cookieName)) {
            case CookieHeader.Value.Absent() -> new Nothing();
            case CookieHeader.Value.Conflict() -> new Conflict();
            case CookieHeader.Value.Single(String text) ->
                SessionToken.parse(text).<Presented>map(Token::new).orElseGet(Malformed::new);
        };
    }
}
