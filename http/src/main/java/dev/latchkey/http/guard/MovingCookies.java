package dev.latchkey.http.guard;

import dev.latchkey.http.cookie.CookieHeader;
import dev.latchkey.http.cookie.CookieSpec;
import dev.latchkey.http.deployment.Cookies;
import dev.latchkey.http.deployment.FormerCookies;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Cookies on their way from a former name to the one of today. What comes under a former name counts only where nothing
 * comes under today's, for the time that was stated, and by the same rules: of two nobody is believed.
 */
final class MovingCookies {
    private final FormerCookies former;
    private final CookieSpec session;
    private final List<CookieSpec> all;
    private final String basePath;
    private final InstantSource clock;

    MovingCookies(Cookies cookies, String basePath, InstantSource clock) {
        this.former = cookies.former();
        this.session = cookies.session();
        this.all = List.of(cookies.session(), cookies.remember(), cookies.device(), cookies.csrf(), cookies.probe());
        this.basePath = basePath;
        this.clock = clock;
    }

    /** What came under the name of today, or else under a former one. */
    <T> SentCookie<T> read(Request request, CookieSpec spec, Function<String, Optional<T>> parser) {
        SentCookie<T> sent = SentCookie.read(request.header(RequestHeader.COOKIE), spec.name(), parser);
        if (!(sent instanceof SentCookie.Nothing<T>) || former.names().isEmpty()) {
            return sent;
        }
        List<String> texts = former(request, spec);
        return switch (texts.size()) {
            case 0 -> sent;
            case 1 ->
                parser.apply(texts.getFirst())
                        .<SentCookie<T>>map(SentCookie.Token::new)
                        .orElseGet(SentCookie.Malformed::new);
            default ->
                new SentCookie.Conflict<>(texts.stream()
                        .flatMap(text -> parser.apply(text).stream())
                        .distinct()
                        .toList());
        };
    }

    /** The value that came, if it came once, under a former name and not under that of today. */
    Optional<String> arrived(Request request, CookieSpec spec) {
        if (former.names().isEmpty() || !(find(request, spec.name()) instanceof CookieHeader.Value.Absent)) {
            return Optional.empty();
        }
        List<String> texts = former(request, spec);
        return texts.size() == 1 ? Optional.of(texts.getFirst()) : Optional.empty();
    }

    private List<String> former(Request request, CookieSpec spec) {
        if (!former.areRead(clock.instant())) {
            return List.of();
        }
        String addition = spec.name().substring(session.name().length());
        List<String> texts = new ArrayList<>();
        for (FormerCookies.Name name : former.names()) {
            switch (find(request, name.text() + addition)) {
                case CookieHeader.Value.Absent() -> {}
                case CookieHeader.Value.Single(String text) -> texts.add(text);
                case CookieHeader.Value.Conflict(List<String> several) -> texts.addAll(several);
            }
        }
        return texts;
    }

    /** Removes every former cookie that came, and what is for a path that none need come from. */
    List<HeaderField> clear(Request request) {
        List<HeaderField> lines = new ArrayList<>();
        for (FormerCookies.Name name : former.names()) {
            for (CookieSpec spec : all) {
                String addition = spec.name().substring(session.name().length());
                String whole = name.text() + addition;
                boolean isToday = whole.equals(spec.name());
                boolean came = !(find(request, whole) instanceof CookieHeader.Value.Absent);
                if (isToday && name.path().isPresent()) {
                    lines.add(spec.clear(name.path().get()));
                } else if (!isToday && (came || name.path().isPresent())) {
                    lines.addAll(former.clear(name, addition, spec, basePath));
                }
            }
        }
        return List.copyOf(lines);
    }

    private static CookieHeader.Value find(Request request, String name) {
        return CookieHeader.find(request.header(RequestHeader.COOKIE), name);
    }
}
