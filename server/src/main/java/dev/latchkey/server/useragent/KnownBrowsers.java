package dev.latchkey.server.useragent;

import dev.latchkey.http.browser.UserAgentReader;
import java.util.Map;
import ua_parser.Parser;

/**
 * Tells browsers by the rules of the ua-parser project, in words that people use and that stay the same when a browser
 * is updated, turned sideways or asked for the desktop page.
 *
 * <p>Reading the rules takes a moment, and happens at the first use or at {@link #warmUp}.
 */
public final class KnownBrowsers implements UserAgentReader {
    private static final String NOTHING = "Other";

    private static final Map<String, String> FAMILIES = Map.ofEntries(
            Map.entry("Chrome Mobile", "Chrome"),
            Map.entry("Chrome Mobile WebView", "Chrome"),
            Map.entry("Chrome Mobile iOS", "Chrome"),
            Map.entry("HeadlessChrome", "Chrome"),
            Map.entry("Edge Mobile", "Edge"),
            Map.entry("Firefox Mobile", "Firefox"),
            Map.entry("Firefox iOS", "Firefox"),
            Map.entry("Mobile Safari", "Safari"),
            Map.entry("Mobile Safari UI/WKWebView", "Safari"),
            Map.entry("Opera Mobile", "Opera"));

    /** Distributions are one platform: Firefox names some of them and leaves others out. */
    private static final Map<String, String> PLATFORMS = Map.of(
            "Mac OS X", "macOS",
            "Ubuntu", "Linux",
            "Fedora", "Linux",
            "Debian", "Linux",
            "Red Hat", "Linux",
            "SUSE", "Linux",
            "Arch Linux", "Linux",
            "Chrome OS", "ChromeOS");

    /** Ready; reads nothing yet. */
    public KnownBrowsers() {}

    /** Read when first asked for. */
    private static final class Rules {
        private static final Parser PARSER = new Parser();
    }

    /** Reads the rules now, so that nobody's first login waits for it. */
    public void warmUp() {
        read("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
    }

    @Override
    public Agent read(String userAgent) {
        return new Agent(
                word(Rules.PARSER.parseUserAgent(userAgent).family, FAMILIES),
                word(Rules.PARSER.parseOS(userAgent).family, PLATFORMS));
    }

    private static String word(String parsed, Map<String, String> words) {
        return parsed.equals(NOTHING) ? "" : words.getOrDefault(parsed, parsed);
    }
}
