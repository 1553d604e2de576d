package dev.latchkey.http.origin;

import dev.latchkey.http.exchange.Printable;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Decides whether another site caused a request, from what browsers say and pages cannot forge: Fetch Metadata and
 * {@code Origin}. A pure function; thread-safe.
 *
 * <p>The rules are those of Go's {@code net/http.CrossOriginProtection}, with three that are stricter: the scheme and
 * port of an {@code Origin} are compared too, its grammar is exact, and there are no bypass patterns. Repeated or
 * unknown values are refused.
 */
public final class CrossOriginProtection {
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

    private final Origin publicOrigin;
    private final Set<Origin> trusted;
    private final boolean requireOrigin;

    /**
     * Sets the origins up.
     *
     * @param publicOrigin where browsers reach this API
     * @param trusted other origins whose pages may act for the person logged in
     * @param requireOrigin whether an unsafe request that says nothing of its origin is refused; browsers always say
     *     it, scripts and command lines do not
     */
    public CrossOriginProtection(Origin publicOrigin, Set<Origin> trusted, boolean requireOrigin) {
        this.publicOrigin = Objects.requireNonNull(publicOrigin, "publicOrigin");
        this.trusted = Set.copyOf(trusted);
        this.requireOrigin = requireOrigin;
    }

    /** What was decided. */
    public sealed interface Verdict {
        /** Go on. */
        record Allowed() implements Verdict {}

        /**
         * Another site may have caused this.
         *
         * @param detail a sentence for the developer whose request it was
         */
        record Refused(String detail) implements Verdict {}
    }

    private static final Verdict ALLOWED = new Verdict.Allowed();

    /** Whether a request of that method changes nothing, so that it may come from anywhere. */
    public boolean isSafe(String method) {
        return SAFE_METHODS.contains(method);
    }

    /**
     * Judges a request.
     *
     * @param method as sent
     * @param fetchSites every {@code Sec-Fetch-Site} line
     * @param origins every {@code Origin} line
     */
    public Verdict judge(String method, List<String> fetchSites, List<String> origins) {
        return isSafe(method) ? ALLOWED : judgeUnsafe(fetchSites, origins);
    }

    /**
     * Judges a request that may change something, whatever its method.
     *
     * @param fetchSites every {@code Sec-Fetch-Site} line
     * @param origins every {@code Origin} line
     */
    public Verdict judgeUnsafe(List<String> fetchSites, List<String> origins) {
        if (fetchSites.size() > 1 || origins.size() > 1) {
            return new Verdict.Refused("Sec-Fetch-Site or Origin was sent more than once");
        }
        if (fetchSites.isEmpty()) {
            return judgeByOrigin(origins);
        }
        String site = fetchSites.getFirst();
        if (site.equals("same-origin") || site.equals("none") || isTrusted(origins)) {
            return ALLOWED;
        }
        return new Verdict.Refused("the request came from another origin (Sec-Fetch-Site: " + Printable.of(site)
                + ") that is not trusted" + Cors.cure(origins, trusted));
    }

    private Verdict judgeByOrigin(List<String> origins) {
        if (origins.isEmpty()) {
            return requireOrigin ? new Verdict.Refused("the request says neither Origin nor Sec-Fetch-Site") : ALLOWED;
        }
        if (isTrusted(origins) || isPublic(origins)) {
            return ALLOWED;
        }
        return new Verdict.Refused("the Origin " + Printable.of(origins.getFirst()) + " is neither " + publicOrigin
                + " nor trusted" + Cors.cure(origins, trusted));
    }

    /**
     * Whether the app itself made this request with {@code fetch}, as opposed to a link, an image or a form: the
     * condition on which logging out by GET is safe.
     */
    public boolean isFetchByApp(
            List<String> fetchDestinations, List<String> fetchModes, List<String> fetchSites, List<String> origins) {
        boolean isFetch = fetchDestinations.equals(List.of("empty"))
                && (fetchModes.equals(List.of("cors")) || fetchModes.equals(List.of("same-origin")));
        boolean isOurs = fetchSites.equals(List.of("same-origin")) || (origins.size() == 1 && isTrusted(origins));
        return isFetch && fetchSites.size() == 1 && isOurs;
    }

    private boolean isTrusted(List<String> origins) {
        return !origins.isEmpty()
                && Origin.parse(origins.getFirst()).filter(trusted::contains).isPresent();
    }

    private boolean isPublic(List<String> origins) {
        return Origin.parse(origins.getFirst()).filter(publicOrigin::equals).isPresent();
    }
}
