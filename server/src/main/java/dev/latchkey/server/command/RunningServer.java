package dev.latchkey.server.command;

import dev.latchkey.server.app.LatchkeyServer;
import dev.latchkey.server.log.Logging;
import java.util.concurrent.CountDownLatch;

/** Keeps the process alive, and ends it in order when it is told to: Ctrl-C or SIGTERM. */
final class RunningServer {
    private RunningServer() {}

    static void runUntilStopped(LatchkeyServer server) {
        runUntilStopped(server::close);
    }

    static void runUntilStopped(Runnable close) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            close.run();
            Logging.flush();
            if (wasToldToStop()) {
                Runtime.getRuntime().halt(0);
            }
        }));
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
