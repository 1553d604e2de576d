package dev.latchkey.core.protection;

import dev.latchkey.core.browser.Browser;
import dev.latchkey.core.browser.Client;
import java.util.Map;
import java.util.Set;

/**
 * How much it says that a browser now calls itself something else.
 *
 * <p>Browsers do so by themselves: a device toolbar or "request the desktop page" claims another platform and its browser, a
 * web app leaves its name out, a name is swapped for that of the engine's best-known browser, a privacy proxy strips the
 * field. None of that is a thief's browser, so none of it may end what its owner goes on using. What no browser does is to
 * turn into one of another engine on a platform of the same form: a cookie that comes from there was carried there.
 */
enum Kinship {
    /** It calls itself what it called itself before, or kept nothing to compare. */
    SAME,
    /** It calls itself something else, which it may do by itself. */
    DOUBTFUL,
    /** It is another browser, which no browser becomes by itself. */
    STRANGER;

    private enum Engine {
        BLINK,
        GECKO,
        WEBKIT
    }

    /** Of browsers that are common and call themselves so. What is not here is compared with nothing. */
    private static final Map<String, Engine> ENGINES = Map.ofEntries(
            Map.entry("Chrome", Engine.BLINK),
            Map.entry("Chromium", Engine.BLINK),
            Map.entry("Edge", Engine.BLINK),
            Map.entry("Opera", Engine.BLINK),
            Map.entry("Brave", Engine.BLINK),
            Map.entry("Vivaldi", Engine.BLINK),
            Map.entry("Samsung Internet", Engine.BLINK),
            Map.entry("Firefox", Engine.GECKO),
            Map.entry("Safari", Engine.WEBKIT));

    /** Those of one form: a device toolbar on any of them claims a telephone or a tablet, and now and then another of them. */
    private static final Set<String> DESKTOPS = Set.of("Windows", "macOS", "Linux", "ChromeOS");

    static Kinship of(Browser recorded, Client seen) {
        if (!differs(recorded.family(), seen.family()) && !differs(recorded.platform(), seen.platform())) {
            return SAME;
        }
        Engine before = ENGINES.get(recorded.family());
        Engine now = ENGINES.get(seen.family());
        boolean isOtherEngine = before != null && now != null && before != now;
        return isOtherEngine && isOfOneForm(recorded.platform(), seen.platform()) ? STRANGER : DOUBTFUL;
    }

    private static boolean isOfOneForm(String before, String now) {
        return before.equals(now) || (DESKTOPS.contains(before) && DESKTOPS.contains(now));
    }

    private static boolean differs(String recorded, String seen) {
        return !recorded.isEmpty() && !recorded.equals(seen);
    }
}
