package dev.latchkey.uap;

import dev.latchkey.core.browser.Client;
import dev.latchkey.core.store.PromptThread;
import dev.latchkey.http.browser.UserAgentReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import ua_parser.Parser;

/**
 * Tells browsers by the rules of the ua-parser project, in words that people use and that stay the same when a browser
 * is updated, turned sideways or asked for the desktop page.
 *
 * <p>Reading the rules takes a moment, and happens at the first use or at {@link #warmUp}.
 */
public final class KnownBrowsers implements UserAgentReader {
    private static final String NOTHING = "Other";

    /** Where the last part of the rules begins. */
    private static final String DEVICES = "\ndevice_parsers:";

    private static final Map<String, String> FAMILIES = Map.ofEntries(
            Map.entry("Chrome Mobile", "Chrome"),
            Map.entry("Chrome Mobile WebView", "Chrome"),
            Map.entry("Chrome Mobile iOS", "Chrome"),
            Map.entry("HeadlessChrome", "Chrome"),
            Map.entry("Chromium", "Chrome"),
            Map.entry("Edge Mobile", "Edge"),
            Map.entry("Firefox Mobile", "Firefox"),
            Map.entry("Firefox iOS", "Firefox"),
            Map.entry("Mobile Safari", "Safari"),
            Map.entry("Mobile Safari UI/WKWebView", "Safari"),
            Map.entry("Apple Mail", "Safari"), // a web app in the Dock says no more than this engine's name
            Map.entry("Opera Mobile", "Opera"));

    /** Distributions are one platform: Firefox names some of them and leaves others out. */
    private static final Map<String, String> PLATFORMS = Map.ofEntries(
            Map.entry("Mac OS X", "macOS"),
            Map.entry("Chrome OS", "ChromeOS"),
            Map.entry("Arch Linux", "Linux"),
            Map.entry("CentOS", "Linux"),
            Map.entry("Debian", "Linux"),
            Map.entry("Fedora", "Linux"),
            Map.entry("Gentoo", "Linux"),
            Map.entry("Kubuntu", "Linux"),
            Map.entry("Linux Mint", "Linux"),
            Map.entry("Lubuntu", "Linux"),
            Map.entry("Mageia", "Linux"),
            Map.entry("Mandriva", "Linux"),
            Map.entry("PCLinuxOS", "Linux"),
            Map.entry("Puppy", "Linux"),
            Map.entry("Red Hat", "Linux"),
            Map.entry("Slackware", "Linux"),
            Map.entry("SUSE", "Linux"),
            Map.entry("Ubuntu", "Linux"),
            Map.entry("openSUSE", "Linux"));

    /** A lock and not a class's own: virtual threads that wait for a class keep their carrier. */
    private final ReentrantLock reading = new ReentrantLock();

    private volatile @Nullable Parser parser;

    /** Ready; reads nothing yet. */
    public KnownBrowsers() {}

    /** Reads the rules now, so that nobody's first login waits for it. */
    public void warmUp() {
        read("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
    }

    @Override
    public Client.Kind read(String userAgent) {
        PromptThread.beforeWaiting(); // hundreds of regular expressions
        Parser rules = parser();
        return new Client.Kind(
                word(rules.parseUserAgent(userAgent).family, FAMILIES),
                word(rules.parseOS(userAgent).family, PLATFORMS));
    }

    private Parser parser() {
        Parser known = parser;
        if (known != null) {
            return known;
        }
        reading.lock();
        try {
            Parser read = parser == null ? new Parser(rules()) : parser;
            parser = read;
            return read;
        } finally {
            reading.unlock();
        }
    }

    /** The library's rules without those for devices: most of them, and nobody is told what they say. */
    private static InputStream rules() {
        try (InputStream file = Objects.requireNonNull(Parser.class.getResourceAsStream("regexes.yaml"))) {
            String all = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            String used = all.substring(0, all.indexOf(DEVICES));
            return new ByteArrayInputStream((used + DEVICES + " []").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String word(String parsed, Map<String, String> words) {
        return parsed.equals(NOTHING) ? "" : words.getOrDefault(parsed, parsed);
    }
}
