package dev.latchkey.settings;

import dev.latchkey.http.deployment.ContentSecurityPolicy.Directive;
import dev.latchkey.http.exchange.PlainPath;
import dev.latchkey.http.setting.Grammar;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The kinds of values that only settings of the page have. */
final class PageGrammars {
    private static final String NONE = "none";

    /** A host, whatever precedes and follows it; {@code *.} for all below it (CSP Level 3 §2.3.1). */
    private static final Pattern HOST = Pattern.compile(
            "((https?|wss?)://)?(\\*\\.)?[a-z0-9-]+(\\.[a-z0-9-]+)*+(:([0-9]{1,5}|\\*))?(/[!-&(-+\\--:<-~]*)?",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern HASH = Pattern.compile("'sha(256|384|512)-[A-Za-z0-9+/_-]+={0,2}'");

    /** What names no place. Scripts from any of them would be scripts from anywhere. */
    private static final Set<String> SCHEMES = Set.of("https:", "wss:", "data:", "blob:");

    private PageGrammars() {}

    /** The path of a page, or {@code none}. */
    static Grammar<Optional<String>> pathOrNone() {
        return new Grammar<>(
                "PATH",
                "",
                "it is no path of a page, which begins with a slash",
                "",
                "/password",
                PageGrammars::parsePath,
                path -> path.orElse(NONE),
                text -> Optional.of("/" + text.strip()).filter(PlainPath::matches));
    }

    private static Optional<Optional<String>> parsePath(String text) {
        Optional<String> path = Optional.of(text.strip()).filter(each -> !each.equals(NONE));
        return path.isEmpty() || PlainPath.matches(path.get()) ? Optional.of(path) : Optional.empty();
    }

    /** Paths of pages, separated by spaces or commas. */
    static Grammar<List<String>> paths() {
        return new Grammar<>(
                "PATHS",
                "",
                "each must be a path of a page, which begins with a slash",
                "separate them by spaces",
                "/ /login /user/*",
                text -> Optional.of(parts(text)).filter(paths -> paths.stream().allMatch(PlainPath::matches)),
                paths -> String.join(" ", paths),
                text -> Optional.empty());
    }

    private static List<String> parts(String text) {
        return Arrays.stream(text.strip().split("[\\s,]+", -1))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** Source expressions of a Content-Security-Policy, separated by spaces or commas. */
    static Grammar<List<String>> sources(Directive directive) {
        return new Grammar<>(
                "SOURCES",
                "",
                rule(directive),
                "separate them by spaces",
                "https://cdn.example.com",
                text -> parse(directive, text),
                sources -> String.join(" ", sources),
                text -> Optional.empty());
    }

    private static String rule(Directive directive) {
        return switch (directive) {
            case SCRIPT ->
                "each must be a host, such as https://cdn.example.com, 'wasm-unsafe-eval' or the hash of a script: more"
                        + " would let anybody's scripts in";
            case STYLE ->
                "each must be a host, such as https://cdn.example.com, the hash of a style or 'unsafe-inline'";
            default -> "each must be a host, such as https://cdn.example.com, or one of https:, wss:, data: and blob:";
        };
    }

    private static Optional<List<String>> parse(Directive directive, String text) {
        return Optional.of(parts(text))
                .filter(sources -> sources.stream().allMatch(source -> isAllowed(directive, source)));
    }

    private static boolean isAllowed(Directive directive, String source) {
        return HOST.matcher(source).matches()
                || switch (directive) {
                    case SCRIPT ->
                        source.equals("'wasm-unsafe-eval'")
                                || HASH.matcher(source).matches();
                    case STYLE ->
                        source.equals("'unsafe-inline'") || HASH.matcher(source).matches();
                    default -> SCHEMES.contains(source);
                };
    }
}
