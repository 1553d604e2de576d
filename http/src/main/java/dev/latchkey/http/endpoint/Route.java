package dev.latchkey.http.endpoint;

import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The methods of one path. {@code HEAD} is {@code GET} without a body.
 *
 * @param asksForAnother whether a proxy asks here on behalf of a request for something else, whose headers it brings
 */
record Route(Map<String, Endpoint> endpoints, boolean asksForAnother) {
    /** A route that answers for itself. */
    Route(Map<String, Endpoint> endpoints) {
        this(endpoints, false);
    }

    static Route get(Endpoint endpoint) {
        return new Route(Map.of("GET", endpoint));
    }

    static Route of(String method, Endpoint endpoint) {
        return new Route(Map.of(method, endpoint));
    }

    static Route forAnother(Endpoint endpoint) {
        return new Route(Map.of("GET", endpoint), true);
    }

    @Nullable
    Endpoint endpoint(String method) {
        return endpoints.get(method.equals("HEAD") ? "GET" : method);
    }

    /** The value of {@code Allow}. */
    String allow() {
        TreeSet<String> methods = new TreeSet<>(endpoints.keySet());
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return String.join(", ", methods);
    }
}
