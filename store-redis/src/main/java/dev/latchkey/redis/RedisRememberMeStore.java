package dev.latchkey.redis;

import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.remember.RememberMeSeries;
import dev.latchkey.core.remember.RememberMeStore;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.TokenHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Remember-me series, each in writing. What becomes of one is computed here and put in place of what it was, unless it is
 * something else by then; so the rules of {@link RememberMeSeries} are nowhere said again.
 */
final class RedisRememberMeStore implements RememberMeStore {
    private static final Lookup ABSENT = new Lookup.Absent();

    private final Calls calls;
    private final Unreadable unreadable = new Unreadable("remember-me series");

    RedisRememberMeStore(Calls calls) {
        this.calls = calls;
    }

    @Override
    public boolean insert(RememberMeSeries series) {
        Group group = Group.of(series.id());
        if (!Group.of(series.principal()).equals(group)) {
            throw new IllegalArgumentException("a series' id names the partition of its principal");
        }
        return calls.write(
                        group,
                        Script.SERIES_INSERT,
                        List.of(
                                series.id().value(),
                                series.principal().value(),
                                Micros.of(series.expiresAt()),
                                SeriesText.write(series)))
                .isDone();
    }

    @Override
    public Lookup find(SeriesId id) {
        List<String> found = Answer.texts(calls.ask(Group.of(id), Script.SERIES_FIND, id.value()));
        return found.isEmpty()
                ? ABSENT
                : unreadable.or(() -> lookup(found.get(0), found.get(1))).orElse(ABSENT);
    }

    private static Lookup lookup(String reason, String text) {
        return reason.isEmpty() ? new Lookup.Live(SeriesText.read(text)) : new Lookup.Ended(EndReason.valueOf(reason));
    }

    @Override
    public List<RememberMeSeries> list(PrincipalId principal) {
        return Answer.texts(calls.ask(Group.of(principal), Script.SERIES_LIST, principal.value())).stream()
                .flatMap(text -> unreadable.or(() -> SeriesText.read(text)).stream())
                .toList();
    }

    @Override
    public boolean rotate(SeriesId id, TokenHash expected, TokenHash successor, Instant now, Instant expiresAt) {
        return change(
                id, series -> series.current().equals(expected), series -> series.rotatedAt(now, successor, expiresAt));
    }

    @Override
    public void confirm(SeriesId id, Instant issuedAt, Instant firstUsedAt) {
        change(id, series -> !series.rotatedAt().isAfter(issuedAt), series -> series.confirmedAt(firstUsedAt));
    }

    @Override
    public boolean nextSession(SeriesId id, TokenHash expected, int number) {
        return change(
                id,
                series -> series.current().equals(expected) && series.sessionNumber() == number,
                RememberMeSeries::withNextSession);
    }

    @Override
    public void countLostAnswer(SeriesId id, TokenHash expected) {
        change(id, series -> series.current().equals(expected), RememberMeSeries::withLostAnswer);
    }

    /**
     * Changes a live series that is so; false, and nothing changed, when it is not. Of many at once one gets through, and the
     * others look again.
     */
    private boolean change(
            SeriesId id, Predicate<RememberMeSeries> condition, UnaryOperator<RememberMeSeries> becoming) {
        Group group = Group.of(id);
        while (find(id) instanceof Lookup.Live(RememberMeSeries was) && condition.test(was)) {
            RememberMeSeries becomes = becoming.apply(was);
            List<String> swap = List.of(
                    id.value(), SeriesText.write(was), SeriesText.write(becomes), Micros.of(becomes.expiresAt()));
            if (was.equals(becomes)
                    || calls.write(group, Script.SERIES_SWAP, swap).isDone()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean end(SeriesId id, EndReason reason, Instant now) {
        return !end(Group.of(id), reason, now, "id", id.value(), Optional.empty())
                .isEmpty();
    }

    @Override
    public List<SeriesId> endAll(PrincipalId principal, EndReason reason, Instant now) {
        return end(Group.of(principal), reason, now, "principal", principal.value(), Optional.empty());
    }

    @Override
    public List<SeriesId> endOthers(PrincipalId principal, SeriesId kept, EndReason reason, Instant now) {
        return end(Group.of(principal), reason, now, "principal", principal.value(), Optional.of(kept));
    }

    private List<SeriesId> end(
            Group group, EndReason reason, Instant now, String which, String name, Optional<SeriesId> kept) {
        List<String> arguments = List.of(
                reason.name(),
                Micros.of(now),
                which,
                name,
                kept.map(SeriesId::value).orElse(""));
        return calls.keep(group, Script.SERIES_END, arguments).texts().stream()
                .map(SeriesId::new)
                .toList();
    }

    @Override
    public int purge(Instant now, Instant forgetEndedBefore, int limit) {
        Purged purged = new Purged(limit, 2);
        for (Group group : Group.ALL) {
            List<String> arguments = new ArrayList<>(List.of(Micros.of(now), Micros.of(forgetEndedBefore)));
            arguments.addAll(purged.left());
            purged.add(calls.write(group, Script.SERIES_PURGE, arguments));
        }
        return purged.most();
    }
}
