package dev.latchkey.redis;

import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.SessionId;
import dev.latchkey.core.token.TokenHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Sessions, each with one key for life: an end is noted in it and removed by nothing but the purge. */
final class RedisSessionStore implements SessionStore {
    private static final Lookup ABSENT = new Lookup.Absent();

    private final Calls calls;
    private final Acknowledgement acknowledgement;
    private final RecentEnds recentEnds;
    private final Unreadable unreadable = new Unreadable("session");

    RedisSessionStore(Calls calls, Acknowledgement acknowledgement, RecentEnds recentEnds) {
        this.calls = calls;
        this.acknowledgement = acknowledgement;
        this.recentEnds = recentEnds;
    }

    @Override
    public Insertion insert(TokenHash hash, Session session, int maximum, Instant now) {
        return insert(hash, session, maximum == Integer.MAX_VALUE ? 0 : maximum, "", EndReason.REPLACED, now);
    }

    @Override
    public Insertion bringBack(TokenHash hash, Session session, Instant now) {
        String series = session.link().series().orElseThrow().value();
        return insert(hash, session, 0, series, EndReason.RETURNED, now);
    }

    private Insertion insert(
            TokenHash hash, Session session, int maximum, String returned, EndReason reason, Instant now) {
        Group group = Group.of(session.principal().id());
        if (!Group.of(hash).equals(group) || !Group.of(session.id()).equals(group)) {
            throw new IllegalArgumentException("a session's token and id name the partition of its principal");
        }
        List<String> arguments =
                new ArrayList<>(List.of(Hashes.spell(hash), Micros.of(now), Integer.toString(maximum), returned));
        arguments.addAll(SessionFields.all(session));
        Answer answer = calls.commit(group, Script.SESSION_INSERT, arguments);
        if (!(answer.result() instanceof List<?> left)) {
            return new Insertion.Refused();
        }
        recentEnds.forget(hash);
        List<Replaced> replaced = left.stream()
                .map(fields -> new SessionFields((List<?>) fields))
                .flatMap(fields -> unreadable.or(() -> replaced(fields)).stream())
                .toList();
        recentEnds.note(replaced.stream().map(Replaced::hash).toList(), reason, now);
        acknowledgement.await(group, answer);
        return new Insertion.Added(replaced);
    }

    private static Replaced replaced(SessionFields fields) {
        return new Replaced(Hashes.read(fields.get("hash")), fields.session());
    }

    /** {@inheritDoc} One that this node knows to have ended lives no more, whatever a server says that took over. */
    @Override
    public Lookup find(TokenHash hash) {
        List<Object> found = calls.ask(Group.of(hash), Script.SESSION_FIND, Hashes.spell(hash));
        if (found.isEmpty()) {
            return ABSENT;
        }
        String until = String.valueOf(found.getFirst());
        SessionFields fields = new SessionFields(found.subList(1, found.size()));
        return unreadable.or(() -> lookup(hash, until, fields)).orElse(ABSENT);
    }

    private Lookup lookup(TokenHash hash, String until, SessionFields fields) {
        if (!fields.reason().isEmpty()) {
            return new Lookup.Ended(EndReason.valueOf(fields.reason()));
        }
        Optional<EndReason> known = recentEnds.reason(hash);
        if (known.isPresent()) {
            return new Lookup.Ended(known.get());
        }
        return until.isEmpty()
                ? new Lookup.Live(fields.session())
                : new Lookup.Predecessor(fields.session(), Micros.instant(until));
    }

    @Override
    public List<Session> list(PrincipalId principal) {
        return calls.ask(Group.of(principal), Script.SESSION_LIST, principal.value()).stream()
                .map(fields -> new SessionFields((List<?>) fields))
                .flatMap(fields -> unreadable.or(fields::session).stream())
                .sorted(Comparator.comparing(Session::lastSeenAt).reversed())
                .toList();
    }

    @Override
    public void recordActivity(Map<TokenHash, Instant> lastSeenAt) {
        calls.writeEach(
                Script.SESSION_ACTIVITY,
                byGroup(
                        lastSeenAt.entrySet(),
                        Map.Entry::getKey,
                        seen -> List.of(Hashes.spell(seen.getKey()), Micros.of(seen.getValue()))));
    }

    @Override
    public void confirm(Collection<TokenHash> hashes) {
        calls.writeEach(
                Script.SESSION_CONFIRM, byGroup(hashes, Function.identity(), hash -> List.of(Hashes.spell(hash))));
    }

    private static <T> Map<Group, List<String>> byGroup(
            Collection<T> all, Function<T, TokenHash> hash, Function<T, List<String>> arguments) {
        Map<Group, List<String>> groups = new LinkedHashMap<>();
        for (T each : all) {
            groups.computeIfAbsent(Group.of(hash.apply(each)), none -> new ArrayList<>())
                    .addAll(arguments.apply(each));
        }
        return groups;
    }

    @Override
    public Optional<TokenHash> end(SessionId id, EndReason reason, Instant now) {
        return end(Group.of(id), reason, now, "id", id.value(), "").stream().findFirst();
    }

    @Override
    public List<TokenHash> endAll(PrincipalId principal, EndReason reason, Instant now) {
        return end(Group.of(principal), reason, now, "principal", principal.value(), "");
    }

    @Override
    public List<TokenHash> endOthers(PrincipalId principal, SessionId kept, EndReason reason, Instant now) {
        return end(Group.of(principal), reason, now, "principal", principal.value(), kept.value());
    }

    @Override
    public List<TokenHash> endSeries(SeriesId series, EndReason reason, Instant now) {
        return end(Group.of(series), reason, now, "series", series.value(), "");
    }

    private List<TokenHash> end(Group group, EndReason reason, Instant now, String which, String name, String kept) {
        Answer answer =
                calls.commit(group, Script.SESSION_END, List.of(reason.name(), Micros.of(now), which, name, kept));
        List<TokenHash> ended = Hashes.readAll(answer.texts());
        recentEnds.note(ended, reason, now);
        acknowledgement.await(group, answer);
        return ended;
    }

    @Override
    public boolean rotate(TokenHash current, TokenHash successor, Session updated, Instant predecessorUntil) {
        Group group = Group.of(current);
        if (!Group.of(updated.id()).equals(group) || !Group.of(successor).equals(group)) {
            return false;
        }
        List<String> arguments = new ArrayList<>(List.of(
                Hashes.spell(current), Hashes.spell(successor), updated.id().value(), Micros.of(predecessorUntil)));
        arguments.addAll(SessionFields.changing(updated));
        Answer answer = calls.commit(group, Script.SESSION_ROTATE, arguments);
        acknowledgement.await(group, answer);
        return answer.isDone();
    }

    @Override
    public void forgetPredecessors(SessionId id) {
        Group group = Group.of(id);
        Answer answer = calls.commit(group, Script.SESSION_FORGET_OLDER, List.of(id.value()));
        acknowledgement.await(group, answer);
    }

    @Override
    public int purge(Instant now, Instant lastSeenBy, Instant forgetEndedBefore, int limit) {
        Purged purged = new Purged(limit, 3);
        for (Group group : Group.ALL) {
            List<String> arguments =
                    new ArrayList<>(List.of(Micros.of(now), Micros.of(lastSeenBy), Micros.of(forgetEndedBefore)));
            arguments.addAll(purged.left());
            Answer answer = calls.commit(group, Script.SESSION_PURGE, arguments);
            purged.add(answer);
            acknowledgement.await(group, answer);
        }
        return purged.most();
    }
}
