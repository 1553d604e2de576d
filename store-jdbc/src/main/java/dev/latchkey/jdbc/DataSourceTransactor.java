package dev.latchkey.jdbc;

import dev.latchkey.core.store.PromptThread;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.store.Transactions;
import dev.latchkey.core.store.WholeAct;
import dev.latchkey.jdbc.Breaker.Verdict;
import dev.latchkey.jdbc.sql.Failures;
import dev.latchkey.jdbc.sql.Statements;
import dev.latchkey.jdbc.sql.Transactor;
import dev.latchkey.jdbc.sql.Words;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs what the stores ask on the caller's own thread, each in a transaction of its own; within {@link #together} all on
 * one connection. A write that was undone for the sake of another is made again; a whole act is not, because its work may
 * run once only. For that nothing runs beside a whole act that writes, so it is never undone for another's sake.
 */
final class DataSourceTransactor implements Transactor, Transactions {
    /** The first and three more. */
    private static final int ATTEMPTS = 4;

    private final Connections connections;
    private final Failures failures;
    private final Words words;
    private final Acknowledgement acknowledgement;
    private final Breaker breaker;
    private final Probe probe;

    /** The whole acts under way, by the thread that each has to itself. */
    private final Map<Thread, Joint> underWay = new ConcurrentHashMap<>();

    DataSourceTransactor(
            Connections connections, Failures failures, Acknowledgement acknowledgement, Breaker breaker, Probe probe) {
        this.breaker = breaker;
        this.probe = probe;
        this.connections = connections;
        this.failures = failures;
        this.acknowledgement = acknowledgement;
        this.words = Words.of(connections.dialect());
    }

    /** A whole act under way. */
    private final class Joint {
        private final Statements statements;
        private final WholeAct act;

        Joint(Statements statements, WholeAct act) {
            this.statements = statements;
            this.act = act;
        }

        /** Does what a store asks for. Some of it may be done when it fails, so all is undone then. */
        <T> T run(Work<T> work) {
            return act.part(() -> {
                try {
                    return work.on(statements);
                } catch (SQLException e) {
                    throw connections.diagnosis().exception(e);
                }
            });
        }
    }

    @Override
    public <T> T read(Work<T> work) {
        Joint joint = joint();
        return joint != null ? joint.run(work) : asked(() -> connections.read(work));
    }

    @Override
    public <T> T write(Work<T> work) {
        Joint joint = joint();
        return joint != null ? joint.run(work) : acknowledged(asked(() -> writeAgainAndAgain(work)));
    }

    @Override
    public <T> T writeSoon(Work<T> work) {
        return write(work);
    }

    /**
     * What was committed.
     *
     * @param told the transactions that other nodes are to have heard of
     */
    private record Committed<T>(T result, List<String> told) {}

    private <T> Committed<T> commit(String begin, Work<T> work) throws SQLException {
        return connections.write(begin, statements -> new Committed<>(work.on(statements), statements.told()));
    }

    private <T> T acknowledged(Committed<T> committed) {
        for (String told : committed.told()) {
            // Whatever the breaker says: what is waited for is committed, and only the database knows who has heard of
            // it.
            told(System.nanoTime(), () -> {
                acknowledgement.await(told);
                return true;
            });
        }
        return committed.result();
    }

    private <T> Committed<T> writeAgainAndAgain(Work<T> work) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                return commit(words.beginOne(), work);
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !SqlDiagnosis.isWorthRepeating(e)) {
                    throw e;
                }
            }
        }
    }

    @Override
    public <T> T together(Supplier<T> work) {
        Joint joined = joint();
        if (joined != null) {
            return joined.act.part(work);
        }
        WholeAct act = new WholeAct();
        return acknowledged(act.within(() ->
                asked(() -> commit(words.beginWhole(), statements -> whole(new Joint(statements, act), work)))));
    }

    private <T> T whole(Joint joint, Supplier<T> work) {
        underWay.put(Thread.currentThread(), joint);
        try {
            return joint.act.whole(work);
        } finally {
            underWay.remove(Thread.currentThread());
        }
    }

    @Override
    public void whenOver(Consumer<Ending> callback) {
        Joint joint = joint();
        if (joint == null) {
            callback.accept(Ending.COMMITTED);
        } else {
            joint.act.whenOver(callback);
        }
    }

    @Override
    public boolean isUnderWay() {
        return joint() != null;
    }

    private @Nullable Joint joint() {
        return underWay.isEmpty() ? null : underWay.get(Thread.currentThread());
    }

    /** A trip to the database. */
    @FunctionalInterface
    private interface Trip<T> {
        T make() throws SQLException;
    }

    /** Finds out whether the database answers at all. */
    @FunctionalInterface
    interface Probe {
        void make() throws SQLException;
    }

    private <T> T asked(Trip<T> trip) {
        PromptThread.beforeWaiting();
        return switch (breaker.judge()) {
            case Verdict.Ask(long begunAt) -> told(begunAt, trip);
            case Verdict.Try(long begunAt) ->
                told(begunAt, () -> {
                    probe.make();
                    breaker.answered();
                    return trip.make();
                });
            case Verdict.Refuse(StoreUnavailableException why) -> {
                failures.note(why);
                throw new StoreUnavailableException(why);
            }
        };
    }

    private <T> T told(long begunAt, Trip<T> trip) {
        try {
            T answer = trip.make();
            breaker.answered();
            return answer;
        } catch (SQLException e) {
            StoreUnavailableException failure = connections.diagnosis().exception(e);
            judged(begunAt, e, failure);
            failures.note(failure);
            throw failure;
        } catch (StoreUnavailableException e) {
            if (e.getCause() instanceof SQLException reason) {
                judged(begunAt, reason, e);
            }
            failures.note(e);
            throw e;
        }
    }

    private void judged(long begunAt, SQLException thrown, StoreUnavailableException failure) {
        if (SqlDiagnosis.isSilence(thrown)) {
            breaker.silent(begunAt, failure);
        } else {
            breaker.answered();
        }
    }
}
