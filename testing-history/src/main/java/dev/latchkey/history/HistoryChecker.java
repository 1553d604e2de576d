package dev.latchkey.history;

import dev.latchkey.history.History.Checked;
import dev.latchkey.history.History.Created;
import dev.latchkey.history.History.Ended;
import dev.latchkey.history.History.EndedOthers;
import dev.latchkey.history.History.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Judges a history: each session by itself, for sessions have nothing to do with each other (Herlihy and Wing, locality).
 *
 * <p>A session is live and then ended, and nothing makes it live again. So there is an order in which everything can have
 * happened one at a time, each between its beginning and its answer, exactly when there is one moment for the end: after the
 * beginning of every check that found it live, before the answer of every check that did not and of every end that was
 * acknowledged, and within something that may have ended it. That is compared, where a general checker would search.
 *
 * <p>One thing is promised less strictly than that. While an end is not acknowledged, one node may have heard of it and
 * another not yet: so a session that was found ended may be found live for as long as a lease lasts.
 */
public final class HistoryChecker {
    private final long lagNanos;

    /**
     * With how much later a node may still answer than another one that has heard of an end; zero for what is linearizable.
     */
    public HistoryChecker(Duration lag) {
        this.lagNanos = lag.toNanos();
    }

    /** Something that cannot have happened, had all been well. */
    public sealed interface Violation {
        /** A check that began when an end had been acknowledged was answered: live. */
        record AnsweredAfterTheEnd(Checked check, long acknowledged) implements Violation {}

        /** A check found it ended, and one that began later than others may lag behind found it live. */
        record CameBack(Checked check, Checked after) implements Violation {}

        /** A check found it ended, and nothing had been asked by then that could have ended it. */
        record EndedByNobody(Checked check) implements Violation {}
    }

    /** Everything that was asked about one session. */
    private static final class Session {
        final Created created;
        final List<Checked> checks = new ArrayList<>();
        final List<Ended> ends = new ArrayList<>();
        long acknowledged = History.NEVER;

        Session(Created created) {
            this.created = created;
        }

        /** What began when an end had been acknowledged did not end it, and there is no need to keep it. */
        void add(Ended end) {
            if (end.began() <= acknowledged) {
                ends.add(end);
                acknowledged = end.isAcknowledged() ? Math.min(acknowledged, end.answered()) : acknowledged;
            }
        }
    }

    /** What is wrong with it; for each session one thing at most. */
    public List<Violation> violations(List<Event> events) {
        Map<Integer, Session> sessions = new HashMap<>();
        for (Event event : events) {
            if (event instanceof Created created) {
                sessions.put(created.session(), new Session(created));
            }
        }
        for (Event event : events) {
            switch (event) {
                case Created created -> {}
                case Checked checked ->
                    Objects.requireNonNull(sessions.get(checked.session()))
                            .checks
                            .add(checked);
                case Ended ended ->
                    Objects.requireNonNull(sessions.get(ended.session())).add(ended);
                case EndedOthers others -> sessions.values().forEach(session -> addOthers(session, others));
            }
        }
        List<Violation> found = new ArrayList<>();
        sessions.values().forEach(session -> judge(session, found));
        return found;
    }

    /** Of a session that began meanwhile nobody can tell whether it was one of the others. */
    private static void addOthers(Session session, EndedOthers others) {
        Created created = session.created;
        if (created.user().equals(others.user())
                && created.session() != others.but()
                && created.began() <= others.answered()) {
            boolean wasThere = created.answered() < others.began();
            session.add(new Ended(
                    created.session(), others.began(), others.answered(), others.isAcknowledged() && wasThere));
        }
    }

    private void judge(Session session, List<Violation> found) {
        Checked lastLive = null;
        Checked firstOver = null;
        for (Checked check : session.checks) {
            if (check.isLive()) {
                lastLive = lastLive == null || check.began() > lastLive.began() ? check : lastLive;
            } else {
                firstOver = firstOver == null || check.answered() < firstOver.answered() ? check : firstOver;
            }
        }
        long acknowledged = session.acknowledged;
        long after = lastLive == null ? session.created.began() : lastLive.began();
        if (lastLive != null && lastLive.began() > acknowledged) {
            found.add(new Violation.AnsweredAfterTheEnd(lastLive, acknowledged));
        } else if (firstOver != null && lastLive != null && after - firstOver.answered() > lagNanos) {
            found.add(new Violation.CameBack(firstOver, lastLive));
        } else if (firstOver != null && !isExplained(session, firstOver, after)) {
            found.add(new Violation.EndedByNobody(firstOver));
        }
    }

    private boolean isExplained(Session session, Checked firstOver, long after) {
        return session.ends.stream().anyMatch(end -> mayExplain(end, firstOver, after));
    }

    /** Whether it may be what ended a session that was found live and ended at those moments. */
    private boolean mayExplain(Ended end, Checked firstOver, long after) {
        long latest = Math.min(end.answered(), firstOver.answered());
        return end.began() <= firstOver.answered() && after - latest <= lagNanos;
    }
}
