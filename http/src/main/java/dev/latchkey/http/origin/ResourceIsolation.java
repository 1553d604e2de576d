package dev.latchkey.http.origin;

import java.util.List;
import java.util.Set;

/**
 * Refuses to be loaded as part of another page: as a script, an image, a frame (ASVS 5.0 V3.5.7, V3.5.8). What a
 * session may read is for {@code fetch} and for a person's own eyes only.
 */
public final class ResourceIsolation {
    /** Those of the Fetch standard that embed nothing; what it adds later is refused until someone looked at it. */
    private static final Set<String> DESTINATIONS = Set.of("empty", "document");

    private ResourceIsolation() {}

    /** Whether a request of that kind may read what a session may read. */
    public static boolean allows(List<String> fetchDestinations, List<String> fetchModes, List<String> fetchSites) {
        if (!fetchDestinations.isEmpty() && !DESTINATIONS.containsAll(fetchDestinations)) {
            return false;
        }
        return fetchModes.isEmpty()
                || !(fetchModes.contains("no-cors")
                        && (fetchSites.contains("cross-site") || fetchSites.contains("same-site")));
    }
}
