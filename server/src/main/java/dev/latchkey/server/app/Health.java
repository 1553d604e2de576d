package dev.latchkey.server.app;

import dev.latchkey.http.exchange.FixedHeaders;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.store.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Whether the process lives, and whether it can serve: what a load balancer or an orchestrator asks. */
final class Health {
    private static final FixedHeaders HEADERS = new FixedHeaders(List.of(
            new HeaderField("Content-Type", "application/json"),
            new HeaderField("Cache-Control", "no-store"),
            new HeaderField("X-Content-Type-Options", "nosniff")));

    private final Runnable storeProbe;
    private volatile Phase phase = Phase.STARTING;
    private volatile BooleanSupplier listening = () -> true;

    private enum Phase {
        STARTING,
        SERVING,
        STOPPING
    }

    /** Asks the store through that probe, which throws when it cannot answer. */
    Health(Runnable storeProbe) {
        this.storeProbe = storeProbe;
    }

    static boolean owns(String rawPath) {
        return rawPath.equals("/health/live") || rawPath.equals("/health/ready");
    }

    /** Whether that path asks for no more than whether the process lives: answered from memory. */
    static boolean isAboutLife(String rawPath) {
        return rawPath.equals("/health/live");
    }

    /**
     * From now on ready, as long as the store is.
     *
     * @param isListening whether what serves requests still does; a process without it is dead, however well it is
     */
    void serve(BooleanSupplier isListening) {
        listening = isListening;
        phase = Phase.SERVING;
    }

    /** From now on not ready: whoever sends requests here should send them elsewhere. */
    void drain() {
        phase = Phase.STOPPING;
    }

    Response answer(String rawPath) {
        if (phase == Phase.SERVING && !listening.getAsBoolean()) {
            return status(503, "not_listening");
        }
        return isAboutLife(rawPath) ? status(200, "live") : ready();
    }

    private Response ready() {
        return switch (phase) {
            case STARTING -> status(503, "starting");
            case SERVING -> serving();
            case STOPPING -> status(503, "stopping");
        };
    }

    private Response serving() {
        try {
            storeProbe.run();
            return status(200, "ready");
        } catch (StoreUnavailableException e) {
            return status(503, "store_unavailable");
        }
    }

    private static Response status(int status, String word) {
        byte[] body = ("{\"status\":\"" + word + "\"}").getBytes(StandardCharsets.UTF_8);
        return new Response(status, HEADERS, List.of(), body);
    }
}
