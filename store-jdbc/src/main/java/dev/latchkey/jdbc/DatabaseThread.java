package dev.latchkey.jdbc;

import java.sql.SQLException;
import java.time.Duration;

/**
 * A platform thread with a connection of its own. SQLite blocks in native code, which would keep a virtual thread's
 * carrier from everyone else.
 */
final class DatabaseThread {
    private static final System.Logger LOG = System.getLogger(DatabaseThread.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Thread thread;

    private DatabaseThread(Thread thread) {
        this.thread = thread;
    }

    /** Starts a thread that works until it is interrupted, and then closes the connection. */
    static DatabaseThread start(String name, Statements statements, Loop loop) {
        Runnable body = () -> {
            try (statements) {
                loop.run(statements);
            } catch (SQLException e) {
                LOG.log(System.Logger.Level.WARNING, "a database connection could not be closed", e);
            }
        };
        return new DatabaseThread(Thread.ofPlatform().name(name).daemon().start(body));
    }

    /** Lets it finish what it has and ends it. */
    void stop() {
        thread.interrupt();
        try {
            if (!thread.join(PATIENCE)) {
                LOG.log(System.Logger.Level.WARNING, "a database thread is stuck and was left behind");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What such a thread does; returns when it is interrupted. */
    @FunctionalInterface
    interface Loop {
        void run(Statements statements);
    }
}
