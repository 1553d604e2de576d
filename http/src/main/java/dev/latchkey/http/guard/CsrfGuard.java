package dev.latchkey.http.guard;

import dev.latchkey.http.cookie.CookieHeader;
import dev.latchkey.http.cookie.CookieSpec;
import dev.latchkey.http.csrf.CsrfPolicy.Mode;
import dev.latchkey.http.csrf.CsrfTokens;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Gives a browser its CSRF token and checks those that requests send. Thread-safe. */
public final class CsrfGuard {
    private final CsrfTokens tokens;
    private final CookieSpec cookie;
    private final Optional<CookieSpec> readable;
    private final boolean isTokenRequired;
    private final String basePath;

    /** Keeps the nonce in the cookie of that policy, which twins for the path of the API may hide. */
    CsrfGuard(CsrfTokens tokens, DeploymentPolicy policy, String basePath) {
        this.tokens = tokens;
        this.cookie = policy.csrfCookie();
        this.readable = policy.cookies().readableCsrf();
        this.isTokenRequired = policy.csrf().mode() == Mode.TOKEN;
        this.basePath = basePath;
    }

    /**
     * A token, and the cookies to set when the browser has not got them yet.
     *
     * @param cookies the nonce, and the token where scripts can read it, each after what clears its twins; often none
     */
    public record Grant(String token, List<HeaderField> cookies) {}

    /** The token of the browser that sent this request. */
    public Grant grant(Request request) {
        Optional<String> known = nonce(request);
        String nonce = known.orElseGet(tokens::newNonce);
        String token = tokens.token(nonce);
        List<HeaderField> cookies = new ArrayList<>();
        if (known.isEmpty()) {
            cookies.addAll(setting(request, cookie, nonce));
        }
        readable.filter(spec ->
                        !(sent(request, spec) instanceof CookieHeader.Value.Single(String text) && text.equals(token)))
                .ifPresent(spec -> cookies.addAll(setting(request, spec, token)));
        return new Grant(token, List.copyOf(cookies));
    }

    private List<HeaderField> setting(Request request, CookieSpec spec, String value) {
        List<HeaderField> cookies = new ArrayList<>();
        if (sent(request, spec) instanceof CookieHeader.Value.Conflict) {
            // Else no token would ever pass in this browser: the twin would come along with the new cookie.
            cookies.addAll(spec.clearTwins(basePath));
        }
        cookies.add(spec.set(value));
        return cookies;
    }

    /** Cookies for a browser whose scripts will look for a token in one; none where no script does. */
    public List<HeaderField> readableCookies(Request request) {
        return readable.isPresent() ? grant(request).cookies() : List.of();
    }

    /** Why an unsafe request is refused; empty when every token it sends is right, and it sends one where it must. */
    Optional<String> refusal(Request request) {
        List<String> sent = Stream.of(RequestHeader.X_CSRF_TOKEN, RequestHeader.X_XSRF_TOKEN)
                .flatMap(name -> request.header(name).stream())
                .toList();
        if (sent.isEmpty()) {
            return isTokenRequired
                    ? Optional.of("a CSRF token is required: read it at getcsrf, and send it as X-CSRFToken")
                    : Optional.empty();
        }
        Optional<String> nonce = nonce(request);
        boolean isRight = nonce.isPresent() && sent.stream().allMatch(token -> tokens.isValid(nonce.get(), token));
        return isRight ? Optional.empty() : Optional.of("the CSRF token is not this browser's; read it again");
    }

    private Optional<String> nonce(Request request) {
        return sent(request, cookie) instanceof CookieHeader.Value.Single(String text)
                ? Optional.of(text).filter(CsrfTokens::isNonce)
                : Optional.empty();
    }

    private static CookieHeader.Value sent(Request request, CookieSpec spec) {
        return CookieHeader.find(request.header(RequestHeader.COOKIE), spec.name());
    }
}
