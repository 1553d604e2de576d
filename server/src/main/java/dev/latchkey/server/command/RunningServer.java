package dev.latchkey.server.command;

import dev.latchkey.server.log.Logging;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps the process alive, and ends it in order when it is told to, also while it starts: Ctrl-C or SIGTERM. */
final class RunningServer {
    private RunningServer() {}

    /**
     * Starts one and keeps it until it is told to stop.
     *
     * @param announce tells that it runs: whoever reads that may stop it at once
     */
    static <S> void run(Supplier<S> start, Consumer<S> close, Consumer<S> announce) {
        AtomicReference<@Nullable S> running = new AtomicReference<>();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            S server = running.get();
            if (server != null) {
                close.accept(server);
            }
            Logging.flush();
            if (wasToldToStop()) {
                Runtime.getRuntime().halt(0);
            }
        }));
        S server = start.get();
        running.set(server);
        announce.accept(server);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Whether a signal began this end, and not a failure that ends the process with a status of its own. Whoever told a
     * server to stop, and it did, is told that all went well: Java alone answers with 128 and the signal's number, which
     * service managers take for a failure. The threads are Java's own; should they ever be called otherwise, it still
     * does.
     */
    private static boolean wasToldToStop() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .anyMatch(name -> name.equals("SIGTERM handler") || name.equals("SIGINT handler"));
    }
}
