package dev.latchkey;

import dev.latchkey.core.browser.Client;
import dev.latchkey.http.browser.UserAgentReader;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells the great browsers and systems apart by the words that they have kept for ten years. Enough to see a cookie
 * turn up in another kind of browser; whoever lists devices for people takes a reader that knows more.
 */
final class PlainUserAgents implements UserAgentReader {
    private static final Map<String, String> FAMILIES = new LinkedHashMap<>();
    private static final Map<String, String> PLATFORMS = new LinkedHashMap<>();

    // The order matters: an Edge says that it is Chrome too, and every Chrome that it is Safari; an Android, Linux.
    static {
        FAMILIES.put("Edg", "Edge");
        FAMILIES.put("OPR/", "Opera");
        FAMILIES.put("Firefox/", "Firefox");
        FAMILIES.put("FxiOS/", "Firefox");
        FAMILIES.put("Chrome/", "Chrome");
        FAMILIES.put("CriOS/", "Chrome");
        FAMILIES.put("Safari/", "Safari");
        PLATFORMS.put("Windows", "Windows");
        PLATFORMS.put("Android", "Android");
        PLATFORMS.put("iPhone", "iOS");
        PLATFORMS.put("iPad", "iOS");
        PLATFORMS.put("Mac OS X", "macOS");
        PLATFORMS.put("CrOS", "ChromeOS");
        PLATFORMS.put("Linux", "Linux");
    }

    @Override
    public Client.Kind read(String userAgent) {
        return new Client.Kind(word(userAgent, FAMILIES), word(userAgent, PLATFORMS));
    }

    private static String word(String userAgent, Map<String, String> words) {
        return words.entrySet().stream()
                .filter(entry -> userAgent.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }
}
