package dev.latchkey.sqlite;

import dev.latchkey.jdbc.sql.Statements;
import java.sql.SQLException;
import java.time.Duration;

/**
 * A platform thread with a connection of its own. SQLite blocks in native code, which would keep a virtual thread's
 * carrier from everyone else.
 */
final class DatabaseThread {
    private static final System.Logger LOG = System.getLogger(DatabaseThread.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** More than any passing trouble makes; a loop that cannot run at all must not spin. */
    private static final int MOST_RESTARTS = 100;

    private final Thread thread;

    private DatabaseThread(Thread thread) {
        this.thread = thread;
    }

    /**
     * Starts a thread that works until it is interrupted, and then closes the connection. A loop that throws is begun
     * again.
     */
    static DatabaseThread start(String name, Statements statements, Loop loop) {
        Runnable body = () -> {
            try (statements) {
                runAgainAndAgain(name, statements, loop);
            } catch (SQLException e) {
                LOG.log(System.Logger.Level.WARNING, "a database connection could not be closed", e);
            }
        };
        return new DatabaseThread(Thread.ofPlatform().name(name).daemon().start(body));
    }

    private static void runAgainAndAgain(String name, Statements statements, Loop loop) {
        for (int restarts = 0; restarts <= MOST_RESTARTS; restarts++) {
            try {
                loop.run(statements);
                return;
            } catch (Throwable e) { // an Error too: nobody would see this thread die
                LOG.log(System.Logger.Level.ERROR, name + " failed and begins again", e);
            }
        }
        LOG.log(System.Logger.Level.ERROR, "{0} keeps failing and ended: restart the process", name);
    }

    /** False once it ended, whatever for. */
    boolean isAlive() {
        return thread.isAlive();
    }

    /** Lets it finish what it has and ends it. False when it did not end: then it keeps its connection. */
    boolean stop() {
        thread.interrupt();
        try {
            if (thread.join(PATIENCE)) {
                return true;
            }
            LOG.log(System.Logger.Level.WARNING, "a database thread is stuck and was left behind");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** What such a thread does; returns when it is interrupted. */
    @FunctionalInterface
    interface Loop {
        void run(Statements statements);
    }
}
