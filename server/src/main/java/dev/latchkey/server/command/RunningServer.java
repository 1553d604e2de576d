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
        }));
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
