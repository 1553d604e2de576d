package dev.latchkey.http.endpoint;

import dev.latchkey.http.guard.Terms;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The methods of one path. {@code HEAD} is {@code GET} without a body. */
record Route(Map<String, Endpoint> endpoints, Terms terms) {
    Route(Map<String, Endpoint> endpoints) {
        // Until it is known which method is meant, requests are refused in the words of any of them.
        this(endpoints, endpoints.values().iterator().next().terms());
    }

    static Route get(Endpoint endpoint) {
        return new Route(Map.of("GET", endpoint));
    }

    static Route of(String method, Endpoint endpoint) {
        return new Route(Map.of(method, endpoint));
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
