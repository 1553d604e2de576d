package dev.latchkey.http.endpoint;

import dev.latchkey.http.cookie.CookieHeader;
import dev.latchkey.http.cookie.CookieSpec;
import dev.latchkey.http.csrf.CsrfTokens;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Gives a browser its CSRF token and checks those that requests send. */
public final class CsrfGuard {
    private final CsrfTokens tokens;
    private final CookieSpec cookie;
    private final String basePath;

    /** Keeps the nonce in that cookie, which twins for the path of the API may hide. */
    CsrfGuard(CsrfTokens tokens, CookieSpec cookie, String basePath) {
        this.tokens = tokens;
        this.cookie = cookie;
        this.basePath = basePath;
    }

    /**
     * A token, and the cookie to set when the browser had no nonce yet.
     *
     * @param cookies none when it had one; else the new one, last, after those that clear its twins
     */
    public record Grant(String token, List<HeaderField> cookies) {}

    /** The token of the browser that sent this request. */
    public Grant grant(Request request) {
        Optional<String> known = nonce(request);
        if (known.isPresent()) {
            return new Grant(tokens.token(known.get()), List.of());
        }
        String nonce = tokens.newNonce();
        List<HeaderField> cookies = new ArrayList<>();
        if (sent(request) instanceof CookieHeader.Value.Conflict) {
            // Else no token would ever pass in this browser: the twin would come along with the new nonce.
            cookies.addAll(cookie.clearTwins(basePath));
        }
        cookies.add(cookie.set(nonce));
        return new Grant(tokens.token(nonce), List.copyOf(cookies));
    }

    /** Whether every token that the request sends is right. None is needed: the cross-origin decision protects. */
    boolean accepts(Request request) {
        List<String> sent = Stream.of(RequestHeader.X_CSRF_TOKEN, RequestHeader.X_XSRF_TOKEN)
                .flatMap(name -> request.header(name).stream())
                .toList();
        if (sent.isEmpty()) {
            return true;
        }
        Optional<String> nonce = nonce(request);
        return nonce.isPresent() && sent.stream().allMatch(token -> tokens.isValid(nonce.get(), token));
    }

    private Optional<String> nonce(Request request) {
        return sent(request) instanceof CookieHeader.Value.Single(String text)
                ? Optional.of(text).filter(CsrfTokens::isNonce)
                : Optional.empty();
    }

    private CookieHeader.Value sent(Request request) {
        return CookieHeader.find(request.header(RequestHeader.COOKIE), cookie.name());
    }
}
