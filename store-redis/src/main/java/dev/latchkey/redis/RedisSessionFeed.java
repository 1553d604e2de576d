package dev.latchkey.redis;

import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.SessionChange;
import dev.latchkey.core.session.SessionFeed;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.token.TokenHash;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A feed of one stream for each group, asked again and again. Where another server took over a group, what ended lately is
 * ended again there before this node believes that server, and all that it knew is forgotten.
 */
final class RedisSessionFeed implements SessionFeed {
    private static final System.Logger LOG = System.getLogger(RedisSessionFeed.class.getName());

    /** Who looked longer ago may have missed changes, which are kept for twice as long. */
    private static final long MOST_BEHIND_MICROS = Duration.ofMinutes(5).toMillis() * 1_000;

    private final Calls calls;
    private final RecentEnds recentEnds;

    /** Which server was last told of all that ended lately. It outlasts memberships: what failed is tried anew by the next. */
    private final Map<Group, String> told = new ConcurrentHashMap<>();

    RedisSessionFeed(Calls calls, RecentEnds recentEnds) {
        this.calls = calls;
        this.recentEnds = recentEnds;
    }

    @Override
    public Membership join(Node node) {
        return new Member(node);
    }

    /**
     * Where a node stands in a group.
     *
     * @param era of which server, and since when it is one
     * @param atMicros when the node looked, by that server's clock
     * @param position in its stream
     */
    record Position(String era, long atMicros, String position) {
        private static Position of(List<String> looked) {
            return new Position(looked.get(0), Long.parseLong(looked.get(1)), looked.get(2));
        }

        /** Whether what came between is all there is. */
        boolean hasMissedNone(Position later) {
            return era.equals(later.era)
                    && later.atMicros - atMicros < MOST_BEHIND_MICROS
                    && compare(position, later.position) <= 0;
        }

        private static int compare(String one, String other) {
            return Arrays.compare(parts(one), parts(other));
        }

        private static long[] parts(String position) {
            int dash = position.indexOf('-');
            return new long[] {Long.parseLong(position.substring(0, dash)), Long.parseLong(position.substring(dash + 1))
            };
        }
    }

    private Map<Group, List<String>> look(Map<Group, Position> known) {
        Map<Group, List<String>> positions = new LinkedHashMap<>();
        Group.ALL.forEach(group -> positions.put(
                group,
                List.of(Optional.ofNullable(known.get(group))
                        .map(Position::position)
                        .orElse(""))));
        Map<Group, List<String>> looked = new LinkedHashMap<>();
        calls.askEach(Script.NODE_LOOK, positions).forEach((group, output) -> looked.put(group, Answer.texts(output)));
        looked.forEach((group, output) -> endAgain(group, output.getFirst()));
        return looked;
    }

    /** Ends again what ended lately where another server is than before. */
    private void endAgain(Group group, String era) {
        String before = told.putIfAbsent(group, era);
        if (before == null || before.equals(era)) {
            return;
        }
        List<String> arguments = new ArrayList<>();
        for (RecentEnds.End end : recentEnds.of(group)) {
            arguments.addAll(List.of(Hashes.spell(end.hash()), end.reason().name(), Micros.of(end.at())));
        }
        long revived = arguments.isEmpty()
                ? 0
                : Answer.number(
                        calls.commit(group, Script.SESSION_END_AGAIN, arguments).result());
        told.put(group, era);
        LOG.log(
                revived == 0 ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                "another server of Redis took over, or one began anew: {0} sessions that had ended were back, and ended"
                        + " again",
                revived);
    }

    private final class Member implements Membership {
        private final Node node;
        private final Map<Group, Position> known = new HashMap<>();

        Member(Node node) {
            this.node = node;
            look(Map.of()).forEach((group, looked) -> known.put(group, Position.of(looked)));
        }

        @Override
        public void renew(Duration lease) {
            Map<Group, List<String>> arguments = new LinkedHashMap<>();
            known.forEach((group, position) -> arguments.put(
                    group,
                    List.of(node.id(), Long.toString(lease.toNanos() / 1_000), position.era(), position.position())));
            calls.keepEach(Script.NODE_RENEW, arguments);
        }

        @Override
        public Changes changes() {
            List<SessionChange> changes = new ArrayList<>();
            boolean isLost = false;
            for (Map.Entry<Group, List<String>> looked : look(known).entrySet()) {
                Position now = Position.of(looked.getValue());
                Position before = known.put(looked.getKey(), now);
                isLost |= before == null || !before.hasMissedNone(now);
                List<String> told = looked.getValue();
                for (int i = 3; i < told.size(); i += 2) {
                    changes.add(change(Hashes.read(told.get(i)), told.get(i + 1), now));
                }
            }
            return isLost ? new Changes.Lost() : new Changes.Since(changes);
        }

        private SessionChange change(TokenHash hash, String name, Position now) {
            // A later release may know more reasons; the store is asked then.
            Optional<EndReason> reason = Arrays.stream(EndReason.values())
                    .filter(known -> known.name().equals(name))
                    .findFirst();
            Instant at = Micros.instant(Long.toString(now.atMicros()));
            reason.ifPresent(known -> recentEnds.note(List.of(hash), known, at));
            return reason.<SessionChange>map(known -> new SessionChange.Ended(hash, known))
                    .orElseGet(() -> new SessionChange.Outdated(hash));
        }

        @Override
        public void close() {
            Map<Group, List<String>> arguments = new LinkedHashMap<>();
            Group.ALL.forEach(group -> arguments.put(group, List.of(node.id())));
            try {
                calls.writeEach(Script.NODE_LEAVE, arguments);
            } catch (StoreUnavailableException e) {
                // Then its time passes by itself.
                LOG.log(System.Logger.Level.DEBUG, "a node could not say that it leaves", e);
            }
        }
    }
}
