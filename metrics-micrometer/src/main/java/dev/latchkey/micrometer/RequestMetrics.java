package dev.latchkey.micrometer;

import dev.latchkey.http.exchange.Handler;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Times requests by route and status class. A path that is no route is one of a few kinds: it never becomes a label. */
final class RequestMetrics implements Handler {
    private final Handler next;
    private final Map<String, RouteTimers> routes;
    private final Map<String, RouteTimers> templates;
    private final RouteTimers unknown;
    private final RouteTimers files;
    private final RouteTimers pages;

    RequestMetrics(MeterRegistry registry, Handler next, Set<String> apiPaths) {
        this.next = next;
        this.routes = apiPaths.stream()
                .filter(path -> !path.endsWith("}"))
                .collect(Collectors.toUnmodifiableMap(Function.identity(), path -> new RouteTimers(registry, path)));
        this.templates = apiPaths.stream()
                .filter(path -> path.endsWith("}"))
                .collect(Collectors.toUnmodifiableMap(RequestMetrics::folder, path -> new RouteTimers(registry, path)));
        this.unknown = new RouteTimers(registry, "unknown");
        this.files = new RouteTimers(registry, "static");
        this.pages = new RouteTimers(registry, "page");
    }

    /** All up to the last slash. */
    private static String folder(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    @Override
    public boolean isPrompt(Request request) {
        return next.isPrompt(request);
    }

    @Override
    public Response handle(Request request) {
        long start = System.nanoTime();
        Response response = next.handle(request);
        timers(request.rawPath()).record(response.status(), System.nanoTime() - start);
        return response;
    }

    private RouteTimers timers(String path) {
        RouteTimers route = routes.get(path);
        if (route != null) {
            return route;
        }
        if (path.startsWith("/api/")) {
            return templates.getOrDefault(folder(path), unknown);
        }
        return path.startsWith("/static/") || path.startsWith("/assets/") ? files : pages;
    }
}
