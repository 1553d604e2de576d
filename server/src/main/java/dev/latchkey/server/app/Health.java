package dev.latchkey.server.app;

import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.database.Following;
import dev.latchkey.http.exchange.FixedHeaders;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.wire.JsonWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Whether the process lives, and whether it can serve: what a load balancer or an orchestrator asks. */
final class Health {
    private static final FixedHeaders HEADERS = new FixedHeaders(List.of(
            new HeaderField("Content-Type", "application/json"),
            new HeaderField("Cache-Control", "no-store"),
            new HeaderField("X-Content-Type-Options", "nosniff")));

    private final Probes probes;
    private volatile Phase phase = Phase.STARTING;
    private volatile BooleanSupplier listening = () -> false;

    private enum Phase {
        STARTING,
        SERVING,
        STOPPING
    }

    /**
     * What is asked.
     *
     * @param store does what requests do, a write and reads, and throws when it cannot
     * @param threads whether every thread is there that the process cannot do without, but for those that listen
     * @param clock whether requests can be answered by the clock
     * @param following what keeps this one from being sent requests although its store answers
     */
    record Probes(
            Runnable store,
            BooleanSupplier threads,
            BooleanSupplier clock,
            Supplier<Optional<Following.Hindrance>> following) {}

    Health(Probes probes) {
        this.probes = probes;
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
     * @param listens whether the main port still does
     */
    void serve(BooleanSupplier listens) {
        listening = listens;
        phase = Phase.SERVING;
    }

    /** From now on not ready: whoever sends requests here should send them elsewhere. */
    void drain() {
        phase = Phase.STOPPING;
    }

    Response answer(String rawPath) {
        return isAboutLife(rawPath) ? live() : ready();
    }

    /** A thread that is gone does not come back: only a new process helps. While it stops, they end one by one. */
    private Response live() {
        return phase == Phase.SERVING && !hasItsThreads() ? status(503, "thread_ended") : status(200, "live");
    }

    private Response ready() {
        return switch (phase) {
            case STARTING -> status(503, "starting");
            case SERVING -> serving();
            case STOPPING -> status(503, "stopping");
        };
    }

    private Response serving() {
        if (!hasItsThreads()) {
            return status(503, "thread_ended");
        }
        if (!probes.clock().getAsBoolean()) {
            return status(503, "clock_wrong");
        }
        try {
            probes.store().run();
        } catch (StoreUnavailableException e) {
            return explained("store_unavailable", e.kind(), e.failure());
        }
        return probes.following()
                .get()
                .map(hindrance ->
                        explained(hindrance.word(), hindrance.failure().cause(), Optional.of(hindrance.failure())))
                .orElseGet(() -> status(200, "ready"));
    }

    /** With what an operator can do: only those who watch can ask here. */
    private static Response explained(String word, StoreFailure.Cause cause, Optional<StoreFailure> failure) {
        byte[] json = JsonWriter.object(answer -> {
            answer.text("status", word).text("cause", cause.label());
            failure.ifPresent(known -> answer.text("what", known.what() + " = " + known.where())
                    .text("reason", known.reason())
                    .text("cure", known.cure()));
        });
        return new Response(503, HEADERS, List.of(), json);
    }

    private boolean hasItsThreads() {
        return probes.threads().getAsBoolean() && listening.getAsBoolean();
    }

    private static Response status(int status, String word) {
        return new Response(status, HEADERS, List.of(), JsonWriter.object(answer -> answer.text("status", word)));
    }
}
