package dev.latchkey.http.origin;

import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Printable;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lets the pages of an exact list of origins read answers, with credentials (Fetch standard, CORS protocol; ASVS 5.0
 * V3.4.2). The list is the one that {@link CrossOriginProtection} trusts: who may act may read, nobody else does
 * either. Nothing a request says is ever reflected but an origin of the list. With an empty list, CORS is off, no
 * answer carries any of its headers, and every other origin is foreign all the same. Thread-safe.
 */
public final class Cors {
    private static final List<HeaderField> PREFLIGHT = List.of(
            new HeaderField("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE"),
            // Fixed, so that nobody needs to read how much a request asks for.
            new HeaderField(
                    "Access-Control-Allow-Headers", "Content-Type, X-CSRFToken, X-XSRF-TOKEN, Latchkey-Passive"),
            new HeaderField("Access-Control-Max-Age", "600"));

    private final Origin publicOrigin;
    private final Set<Origin> trusted;

    /** Sets the list up. */
    public Cors(Origin publicOrigin, Set<Origin> trusted) {
        this.publicOrigin = publicOrigin;
        this.trusted = Set.copyOf(trusted);
    }

    /** Whose page wants to read an answer. */
    public sealed interface Reader {
        /** A page of our own, or no page at all: CORS has no say. */
        record Own() implements Reader {}

        /** A page of the list. */
        record Trusted(Origin origin) implements Reader {}

        /**
         * Any other page.
         *
         * @param detail a sentence for the developer of that page
         */
        record Foreign(String detail) implements Reader {}
    }

    /** What every request is where the list is empty. */
    public static final Reader OWN = new Reader.Own();

    /** Whether there is a list at all. */
    public boolean isOn() {
        return !trusted.isEmpty();
    }

    /**
     * Tells who wants to read.
     *
     * @param fetchSites every {@code Sec-Fetch-Site} line
     * @param origins every {@code Origin} line
     */
    public Reader reader(List<String> fetchSites, List<String> origins) {
        if (origins.isEmpty()) {
            return OWN;
        }
        Optional<Origin> origin = origins.size() == 1 ? Origin.parse(origins.getFirst()) : Optional.empty();
        if (origin.filter(trusted::contains).isPresent()) {
            return new Reader.Trusted(origin.get());
        }
        // On localhost the page may have come by another name of this machine; then the browser says same-origin.
        boolean isOwn = origin.filter(publicOrigin::equals).isPresent() || fetchSites.equals(List.of("same-origin"));
        return isOwn
                ? OWN
                : new Reader.Foreign("the Origin " + Printable.of(origins.getFirst())
                        + (isOn() ? " is not in spa-origins" : " is not the public origin") + cure(origins, trusted));
    }

    /** What whoever runs this can do about it, where the page is theirs; nothing where no page can be named. */
    static String cure(List<String> origins, Set<Origin> trusted) {
        Optional<Origin> page = origins.size() == 1 ? Origin.parse(origins.getFirst()) : Optional.empty();
        return page.map(origin -> "; where that page is yours, "
                        + (trusted.isEmpty()
                                ? "write deployment = cross-origin and spa-origins = " + origin
                                : "add " + origin + " to spa-origins"))
                .orElse("");
    }

    /** Whether a browser asks before it sends: to be answered before anything else looks at the request. */
    public boolean isPreflight(String method, List<String> origins, List<String> requestMethods) {
        return isOn() && method.equals("OPTIONS") && !origins.isEmpty() && !requestMethods.isEmpty();
    }

    /** What lets that page read an answer. */
    public List<HeaderField> headers(Reader.Trusted reader) {
        return List.of(
                new HeaderField("Access-Control-Allow-Origin", reader.origin().toString()),
                new HeaderField("Access-Control-Allow-Credentials", "true"),
                new HeaderField("Access-Control-Expose-Headers", "X-CSRFToken, Retry-After, Latchkey-Expires-In"));
    }

    /** What lets that page send, besides {@link #headers}. */
    public List<HeaderField> preflightHeaders() {
        return PREFLIGHT;
    }
}
