package dev.latchkey.core.protection;

import dev.latchkey.core.browser.Browser;
import dev.latchkey.core.browser.Client;
import java.util.Objects;

/**
 * Whether a request comes from the browser that logged in, judged by three things that can be chosen apart. The
 * strictest of them decides.
 *
 * <p>What a session kept as unknown is not compared: it began before this was switched on. What a session kept as
 * known and a request no longer shows has changed, except for the address: a proxy that stops reporting it is not the
 * browser's doing. A change between IPv4 and IPv6 is a change of network, since otherwise a thief would simply use the
 * other one; a browser with both may change between them by itself, which is why the network is {@code basic} at most
 * by default.
 *
 * <p><b>Together with remember-me.</b> A session that ends here may come back from the series of its browser, within
 * the same request, remembered and not fresh. A series is bound to the kind of browser alone, by {@link #admits}: an
 * honest person changes networks and updates browsers, but a remember-me cookie does not move from one engine to another
 * by itself. A series refused there is not ended; in its own browser it still works. So {@code strong} never logs out the
 * honest owner of a remembered browser, whichever of the three it is set for.
 *
 * @param browser when it is one of another engine on a platform of the same form, as Firefox and Chrome on desktops are.
 *     What browsers do by themselves to their name and platform (a device toolbar, the desktop page on a telephone, a web
 *     app, no User-Agent) is {@code basic} at most
 * @param network when the /24 or /48 changed
 * @param exact when the exact address or User-Agent changed, which is what Flask-Login compares. Every update of a
 *     browser and every new address changes it: {@code none} unless you need that
 */
public record SessionProtection(ProtectionMode browser, ProtectionMode network, ProtectionMode exact) {
    /** Another browser ends the session; another network takes its freshness. */
    public static final SessionProtection DEFAULT =
            new SessionProtection(ProtectionMode.STRONG, ProtectionMode.BASIC, ProtectionMode.NONE);

    /** Believes every request. */
    public static final SessionProtection NONE =
            new SessionProtection(ProtectionMode.NONE, ProtectionMode.NONE, ProtectionMode.NONE);

    private static final ProtectionVerdict UNCHANGED = new ProtectionVerdict.Unchanged();
    private static final ProtectionVerdict LOSES_FRESHNESS = new ProtectionVerdict.LosesFreshness();
    private static final ProtectionVerdict ENDS = new ProtectionVerdict.Ends();

    /** Refuses missing parts. */
    public SessionProtection {
        Objects.requireNonNull(browser, "browser");
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(exact, "exact");
    }

    /** What a session that begins, or in which a credential was proven, is to keep of its browser. */
    public Browser record(Client client) {
        return exact == ProtectionMode.NONE ? Browser.of(client) : Browser.exactly(client);
    }

    /** What to make of a request that shows {@code seen}, for a session that kept {@code recorded}. */
    public ProtectionVerdict judge(Browser recorded, Client seen) {
        ProtectionMode consequence = strictest(
                browser == ProtectionMode.NONE ? ProtectionMode.NONE : forTheBrowser(recorded, seen),
                network != ProtectionMode.NONE && hasOtherNetwork(recorded, seen) ? network : ProtectionMode.NONE,
                isOtherExactly(recorded, seen) ? exact : ProtectionMode.NONE);
        return switch (consequence) {
            case NONE -> UNCHANGED;
            case BASIC -> LOSES_FRESHNESS;
            case STRONG -> ENDS;
        };
    }

    /** Whether a remember-me series that kept {@code recorded} may bring a session back in the browser {@code seen}. */
    public boolean admits(Browser recorded, Client seen) {
        return browser != ProtectionMode.STRONG || Kinship.of(recorded, seen) != Kinship.STRANGER;
    }

    /** What a browser may do by itself ends nothing, however strict that is. */
    private ProtectionMode forTheBrowser(Browser recorded, Client seen) {
        return switch (Kinship.of(recorded, seen)) {
            case SAME -> ProtectionMode.NONE;
            case DOUBTFUL -> ProtectionMode.BASIC;
            case STRANGER -> browser;
        };
    }

    private static ProtectionMode strictest(ProtectionMode a, ProtectionMode b, ProtectionMode c) {
        ProtectionMode stricter = a.compareTo(b) >= 0 ? a : b;
        return stricter.compareTo(c) >= 0 ? stricter : c;
    }

    private static boolean hasOtherNetwork(Browser recorded, Client seen) {
        return !seen.address().isUnknown()
                && !recorded.network().isEmpty()
                && !seen.address().isIn(recorded.network());
    }

    private boolean isOtherExactly(Browser recorded, Client seen) {
        return exact != ProtectionMode.NONE
                && differs(recorded.exact(), Browser.exactly(seen).exact());
    }

    private static boolean differs(String recorded, String seen) {
        return !recorded.isEmpty() && !recorded.equals(seen);
    }
}
