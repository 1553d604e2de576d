package dev.latchkey.site.refusal;

import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.exchange.FixedHeaders;
import dev.latchkey.http.exchange.Handler;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.wire.JsonTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Turns refusals in the words of a program ({@code application/problem+json}) into pages for whoever meets one on the way
 * to a page. Anybody else gets them as they are. Thread-safe.
 */
public final class RefusalPages {
    private static final String PROBLEM = "application/problem+json";

    /** Where trying again may help. */
    private static final Set<Integer> PASSING = Set.of(408, 429, 500, 503);

    private static final String STYLE = """
            :root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif;--page:#fff;--text:#17211f;--link:#0f5f56}
            @media(prefers-color-scheme:dark){:root{--page:#10171a;--text:#edf2f0;--link:#84d8c8}}
            body{background:var(--page);color:var(--text);max-width:34rem;margin:15vh auto;padding:0 1.25rem}
            h1{font-size:1.5rem;line-height:1.25;margin:0 0 .75rem}
            a{color:var(--link)}
            small{display:block;margin-top:2.5rem;opacity:.75;overflow-wrap:anywhere}""";

    private final Words words = new Words();
    private final FixedHeaders headers;
    private final Predicate<String> isApi;
    private final String publicOrigin;

    /**
     * Prepares the pages.
     *
     * @param policy of the host that refuses: lines that every answer of it has, and its right address
     * @param isApi whether a path is one of the API's, where programs ask
     */
    public RefusalPages(DeploymentPolicy policy, Predicate<String> isApi) {
        this.isApi = isApi;
        this.publicOrigin = policy.publicOrigin().toString();
        List<HeaderField> fields = new ArrayList<>(List.of(
                new HeaderField("Content-Type", "text/html;charset=utf-8"),
                new HeaderField("Cache-Control", "no-store"),
                new HeaderField("Vary", "Accept, Accept-Language, Sec-Fetch-Mode, Cookie"),
                new HeaderField("X-Content-Type-Options", "nosniff"),
                new HeaderField("Referrer-Policy", "same-origin"),
                new HeaderField("Cross-Origin-Opener-Policy", "same-origin"),
                new HeaderField("Cross-Origin-Resource-Policy", "same-origin"),
                new HeaderField(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
                                + " frame-ancestors 'none'")));
        fields.addAll(policy.transportHeaders());
        this.headers = new FixedHeaders(fields);
    }

    /** The same handler, whose refusals are pages where a person meets them. */
    public Handler around(Handler handler) {
        return new Handler() {
            @Override
            public boolean isPrompt(Request request) {
                return handler.isPrompt(request);
            }

            @Override
            public Response handle(Request request) {
                return of(handler.handle(request), request);
            }
        };
    }

    /** The page of a refusal; any other answer as it is. */
    public Response of(Response answer, Request request) {
        if (answer.status() < 400 || !isProblem(answer) || !Navigation.is(request, isApi.test(request.rawPath()))) {
            return answer;
        }
        Locale language = Words.choose(request.header(RequestHeader.ACCEPT_LANGUAGE));
        byte[] html = html(answer.status(), language, cause(answer)).getBytes(StandardCharsets.UTF_8);
        List<HeaderField> own = answer.headers().stream()
                .filter(field -> !field.name().equalsIgnoreCase("Content-Type"))
                .toList();
        return new Response(answer.status(), headers, own, html)
                .with(new HeaderField("Content-Language", language.toLanguageTag()));
    }

    private static boolean isProblem(Response answer) {
        return answer.fixed().fields().stream().anyMatch(RefusalPages::isProblem)
                || answer.headers().stream().anyMatch(RefusalPages::isProblem);
    }

    private static boolean isProblem(HeaderField field) {
        return field.name().equalsIgnoreCase("Content-Type") && field.value().equals(PROBLEM);
    }

    /** What whoever runs the site needs to know. */
    private static String cause(Response answer) {
        Map<?, ?> problem = JsonTree.object(new String(answer.body(), StandardCharsets.UTF_8));
        return answer.status() + " " + problem.get("code") + ": " + problem.get("detail");
    }

    private String html(int status, Locale language, String cause) {
        String title = words.say(language, key(status, "title"));
        Way out = out(status, language);
        return String.format(
                Locale.ROOT,
                """
                <!doctype html>
                <html lang="%s" dir="%s">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="robots" content="noindex">
                <title>%s</title>
                <style>%s</style>
                <body>
                <main>
                <h1>%s</h1>
                <p>%s</p>
                <p><a href="%s">%s</a></p>
                <small>%s <bdi lang="en">%s</bdi></small>
                </main>
                </body>
                </html>
                """,
                language.toLanguageTag(),
                language.getLanguage().equals("ar") ? "rtl" : "ltr",
                text(title),
                STYLE,
                text(title),
                text(words.say(language, key(status, "text"))),
                text(out.href()),
                text(out.words()),
                text(words.say(language, "operator")),
                text(cause));
    }

    private record Way(String href, String words) {}

    /** At another address of this site, the start page is no way out: it is refused as well. */
    private Way out(int status, Locale language) {
        if (status == ErrorCode.MISDIRECTED_REQUEST.status()) {
            return new Way(publicOrigin, publicOrigin);
        }
        return PASSING.contains(status)
                ? new Way("", words.say(language, "again"))
                : new Way("/", words.say(language, "start"));
    }

    private String key(int status, String part) {
        String own = status + "." + part;
        return words.has(own) ? own : "other." + part;
    }

    private static String text(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
