package dev.latchkey.core.remember;

import static dev.latchkey.core.testing.World.CHROME;
import static dev.latchkey.core.testing.World.FIREFOX;
import static dev.latchkey.core.testing.World.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.account.User;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.login.Identification;
import dev.latchkey.core.memory.MemoryRememberMeStore;
import dev.latchkey.core.memory.MemorySecretStore;
import dev.latchkey.core.memory.MemorySessionStore;
import dev.latchkey.core.memory.MemoryUserStore;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.protection.SessionProtection;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Resolution;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.SessionPolicy;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.session.Sessions;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.testing.World;
import dev.latchkey.core.token.KeyRing;
import dev.latchkey.core.token.RememberToken;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.SessionToken;
import dev.latchkey.core.token.Tokens;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/**
 * Tries every way in which an owner and a thief of the cookie can take turns, on the real service: breadth first, each
 * state once. Two states are the same when nothing that can happen from then on differs; times are kept to the deadline
 * that they are before.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RememberMeModelTest {
    private static final Duration GRACE = RememberPolicy.DEFAULT.grace();
    private static final int DEPTH = 6;
    private static final Duration MOMENT = Duration.ofSeconds(40);
    private static final Duration STEP = Duration.ofMinutes(5);
    private static final Duration NIGHT = Duration.ofHours(13);
    private static final Duration IDLE = Duration.ofHours(12);
    private static final SessionPolicy LONG = new SessionPolicy(IDLE, Duration.ofDays(400));
    private static final RememberPolicy POLICY = new RememberPolicy(Duration.ofDays(400), false, GRACE);
    private static final PrincipalId ALICE = new PrincipalId("alice");

    /** What may happen next. */
    private enum Act {
        /** The owner's page asks; the answer arrives. */
        OWNER_ASKS,
        /** The same, and the answer gets lost, after everything was committed. */
        OWNER_ASKS_IN_VAIN,
        /** The same, and the machine fails between the rotation and the session. */
        OWNER_ASKS_AND_WE_CRASH,
        /** Another tab sends what the browser has now; its request is slow. */
        TAB_SENDS,
        /** That request is there. */
        TAB_IS_ANSWERED,
        /** The browser is closed: the session cookie goes. */
        OWNER_CLOSES,
        /** Session protection sees the owner's session in another browser. */
        SESSION_IS_PROTECTED,
        /** The thief copies the owner's remember-me cookie. */
        THIEF_COPIES,
        /** The thief presents it, or what came of it. */
        THIEF_RETURNS,
        /** The thief uses the session that came with it. */
        THIEF_USES,
        /** What was noted is written. */
        WRITES,
        MOMENT_PASSES,
        NIGHT_PASSES,
        CLOCK_STEPS_AHEAD,
        CLOCK_STEPS_BACK
    }

    private static final Set<Act> OF_THE_THIEF = EnumSet.of(Act.THIEF_COPIES, Act.THIEF_RETURNS, Act.THIEF_USES);

    @Test
    void an_owner_who_is_alone_is_always_logged_in_and_no_thief_unless_an_answer_was_lost_for_a_day() {
        Set<Act> acts = EnumSet.complementOf(EnumSet.copyOf(OF_THE_THIEF));
        Exploration exploration = explore(acts, DEPTH);

        assertThat(exploration.states).isGreaterThan(500);
        assertThat(exploration.seen).containsKeys("Restored", "Active");
    }

    @Test
    void whoever_presents_what_the_other_spent_and_followed_up_is_found_beyond_the_grace() {
        Set<Act> acts = EnumSet.complementOf(EnumSet.of(
                Act.CLOCK_STEPS_AHEAD, Act.CLOCK_STEPS_BACK, Act.SESSION_IS_PROTECTED, Act.OWNER_ASKS_AND_WE_CRASH));
        Exploration exploration = explore(acts, DEPTH);

        assertThat(exploration.states).isGreaterThan(500);
        assertThat(exploration.seen).containsKeys("Restored", "Active", "Stolen");
    }

    private record Exploration(int states, Map<String, Integer> seen) {}

    private static Exploration explore(Set<Act> acts, int depth) {
        Map<String, Integer> seen = new TreeMap<>();
        Set<String> known = new HashSet<>();
        Queue<List<Act>> open = new ArrayDeque<>(List.of(List.of()));
        known.add(new Run(seen).state());
        while (!open.isEmpty()) {
            List<Act> path = open.remove();
            for (Act act : acts) {
                List<Act> longer = new ArrayList<>(path);
                longer.add(act);
                Run run = new Run(seen);
                try {
                    if (longer.stream().allMatch(run::does) && known.add(run.state()) && longer.size() < depth) {
                        open.add(longer);
                    }
                } catch (AssertionError e) {
                    throw new AssertionError("after " + longer, e);
                }
            }
        }
        return new Exploration(known.size(), seen);
    }

    /** What a browser keeps; empty where it has none. */
    private record Jar(Optional<RememberToken> remember, Optional<SessionToken> session) {}

    /** One installation, its owner and its thief, from the login on. */
    private static final class Run {
        private final Map<String, Integer> seen;
        private final AtomicReference<Instant> now = new AtomicReference<>(T0);
        private final MemorySessionStore sessionStore = new MemorySessionStore();
        private final MemoryRememberMeStore seriesStore = new MemoryRememberMeStore();
        private final Sessions sessions;
        private final RememberMe rememberMe;
        private final Identification identification;
        private final SeriesId series;
        private boolean crashes;

        private Jar owner;
        private Jar thief = new Jar(Optional.empty(), Optional.empty());
        private @Nullable Jar tab;

        // What really happened, kept apart from what the service makes of it.
        private final Map<Integer, Instant> issuedAt = new HashMap<>();
        private final Map<Integer, Instant> firstUsedAt = new HashMap<>();
        private final Map<SessionToken, Integer> generationOf = new HashMap<>();
        private final Map<Integer, SessionToken> sessionOf = new HashMap<>();
        private boolean isStolen;
        private boolean wasThiefThere;

        Run(Map<String, Integer> seen) {
            this.seen = seen;
            MemoryUserStore users = new MemoryUserStore();
            User alice = new User(ALICE, World.username("alice"), "Alice", new PasswordHash("$none"), false);
            users.insert(alice);
            SessionStore failing = (SessionStore) Proxy.newProxyInstance(
                    SessionStore.class.getClassLoader(), new Class<?>[] {SessionStore.class}, (proxy, method, args) -> {
                        if (crashes && method.getName().equals("bringBack")) {
                            throw new StoreUnavailableException("crashed", new TimeoutException());
                        }
                        try {
                            return method.invoke(sessionStore, args);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
            this.sessions = Sessions.builder(failing, now::get).policy(LONG).build();
            KeyRing keys = new KeyRing(new MemorySecretStore(), new Tokens(), now::get);
            this.rememberMe = RememberMe.builder(seriesStore, sessions, users, keys, now::get)
                    .policy(POLICY)
                    .build();
            this.identification = new Identification(sessions, SessionProtection.DEFAULT, rememberMe);
            RememberToken first = rememberMe.begin(ALICE, FIREFOX).token();
            this.series = first.series();
            this.owner = new Jar(Optional.of(first), Optional.empty());
            issuedAt.put(0, T0);
            firstUsedAt.put(0, T0);
        }

        /** False when that cannot happen now. */
        boolean does(Act act) {
            boolean happened = happens(act);
            assertThat(sessions.list(ALICE)).as("sessions of one browser").hasSizeLessThanOrEqualTo(1);
            return happened;
        }

        private boolean happens(Act act) {
            switch (act) {
                case OWNER_ASKS -> owner = isLoggedIn(owner, ask(owner));
                case OWNER_ASKS_IN_VAIN -> ask(owner);
                case OWNER_ASKS_AND_WE_CRASH -> {
                    crashes = true;
                    try {
                        ask(owner);
                    } catch (StoreUnavailableException e) {
                        int generation = owner.remember().orElseThrow().generation();
                        firstUsedAt.putIfAbsent(generation, now.get());
                        issuedAt.putIfAbsent(generationNow(), now.get());
                        return true;
                    } finally {
                        crashes = false;
                    }
                    return false;
                }
                case TAB_SENDS -> {
                    boolean isSent = tab == null;
                    tab = isSent ? owner : tab;
                    return isSent;
                }
                case TAB_IS_ANSWERED -> {
                    if (tab == null) {
                        return false;
                    }
                    owner = isLoggedIn(owner, ask(tab));
                    tab = null;
                }
                case OWNER_CLOSES -> {
                    boolean isOpen = owner.session().isPresent();
                    owner = new Jar(owner.remember(), Optional.empty());
                    tab = null;
                    return isOpen;
                }
                case SESSION_IS_PROTECTED -> {
                    return owner.session()
                            .filter(token -> sessions.peek(token) instanceof Resolution.Active)
                            .map(token -> identification.resolve(token, CHROME))
                            .isPresent();
                }
                case THIEF_COPIES -> {
                    boolean isNew = !thief.remember().equals(owner.remember());
                    thief = new Jar(owner.remember(), Optional.empty());
                    return isNew;
                }
                case THIEF_RETURNS -> {
                    if (thief.remember().isEmpty()) {
                        return false;
                    }
                    wasThiefThere = true;
                    thief = ask(new Jar(thief.remember(), Optional.empty()));
                }
                case THIEF_USES -> {
                    if (thief.session().isEmpty()) {
                        return false;
                    }
                    wasThiefThere = true;
                    use(thief.session().get());
                }
                case WRITES -> rememberMe.flush();
                case MOMENT_PASSES -> pass(MOMENT);
                case NIGHT_PASSES -> pass(NIGHT);
                case CLOCK_STEPS_AHEAD -> pass(STEP);
                case CLOCK_STEPS_BACK -> {
                    now.updateAndGet(before -> before.minus(STEP));
                }
            }
            return true;
        }

        private void pass(Duration time) {
            now.updateAndGet(before -> before.plus(time));
            // No request is under way for longer.
            tab = null;
        }

        /** The browser as it is after the answer; a request that takes the way of {@link Identification} for a page. */
        private Jar ask(Jar jar) {
            Resolution shown = jar.session().map(this::use).orElseGet(Resolution.Unknown::new);
            return shown instanceof Resolution.Active || !Identification.mayReturn(shown)
                    ? jar
                    : jar.remember().map(token -> returns(jar, token, shown)).orElse(jar);
        }

        private Resolution use(SessionToken token) {
            Resolution resolution = identification.resolve(token, FIREFOX);
            count(resolution instanceof Resolution.Active ? "Active" : "Over");
            if (resolution instanceof Resolution.Active && generationOf.containsKey(token)) {
                firstUsedAt.putIfAbsent(generationOf.get(token), now.get());
            }
            return resolution;
        }

        private Jar returns(Jar jar, RememberToken token, Resolution shown) {
            boolean isTheft = mustBeTheft(token.generation());
            RememberOutcome outcome = identification.restore(token, FIREFOX, shown);
            count(outcome.getClass().getSimpleName());
            switch (outcome) {
                case RememberOutcome.Restored restored -> {
                    assertThat(isTheft).as("a theft that went unnoticed").isFalse();
                    assertThat(isStolen).as("back after a theft").isFalse();
                    return answered(token, restored);
                }
                case RememberOutcome.Stolen() -> {
                    assertThat(wasThiefThere || isTooLate(token.generation()) || isOutOfLuck())
                            .as("a false alarm")
                            .isTrue();
                    isStolen = true;
                    assertThat(sessions.list(ALICE))
                            .as("sessions after a theft")
                            .isEmpty();
                }
                case RememberOutcome.Ended(EndReason reason) ->
                    assertThat(isStolen
                                    || reason == EndReason.PROTECTED
                                    || (reason == EndReason.RETURNED && wasThiefThere))
                            .as("over: " + reason)
                            .isTrue();
                case RememberOutcome.Unknown() -> throw new AssertionError("unknown");
                case RememberOutcome.Elsewhere() -> throw new AssertionError("elsewhere");
            }
            return new Jar(jar.remember(), Optional.empty());
        }

        private Jar answered(RememberToken presented, RememberOutcome.Restored restored) {
            RememberToken next = restored.successor().token();
            int generation = next.generation();
            firstUsedAt.putIfAbsent(presented.generation(), now.get());
            issuedAt.putIfAbsent(generation, now.get());
            SessionToken before = sessionOf.put(generation, restored.token());
            assertThat(before == null
                            || restored.token().equals(before)
                            || !(sessions.peek(before) instanceof Resolution.Active))
                    .as("one session of a generation at a time")
                    .isTrue();
            generationOf.put(restored.token(), generation);
            return new Jar(Optional.of(next), Optional.of(restored.token()));
        }

        /** Whether what follows that generation was in use beyond the grace, or is two generations on. */
        private boolean mustBeTheft(int generation) {
            Instant used = firstUsedAt.get(generation + 1);
            boolean isFollowedUp = used != null && !now.get().isBefore(used.plus(GRACE));
            return isFollowedUp || issuedAt.containsKey(generation + 2) || isTooLate(generation);
        }

        private boolean isTooLate(int generation) {
            Instant issued = issuedAt.get(generation + 1);
            return issued != null
                    && !firstUsedAt.containsKey(generation + 1)
                    && !now.get().isBefore(issued.plus(RememberPolicy.AWAITED));
        }

        private boolean isOutOfLuck() {
            return seriesStore.find(series) instanceof RememberMeStore.Lookup.Live(RememberMeSeries row)
                    && row.lostAnswers() >= RememberPolicy.MAX_LOST_ANSWERS;
        }

        private Jar isLoggedIn(Jar before, Jar after) {
            boolean isIn = after.session()
                    .filter(token -> sessions.peek(token) instanceof Resolution.Active)
                    .isPresent();
            assertThat(isIn || isStolen || wasThiefThere || sessionNumber() >= 5)
                    .as("the owner is logged in: " + before + " " + after)
                    .isTrue();
            return after;
        }

        private int generationNow() {
            return seriesStore.find(series) instanceof RememberMeStore.Lookup.Live(RememberMeSeries row)
                    ? row.generation()
                    : 0;
        }

        private int sessionNumber() {
            return seriesStore.find(series) instanceof RememberMeStore.Lookup.Live(RememberMeSeries row)
                    ? row.sessionNumber()
                    : 0;
        }

        private void count(String outcome) {
            seen.merge(outcome, 1, Integer::sum);
        }

        /** All that the future depends on. */
        String state() {
            if (!(seriesStore.find(series) instanceof RememberMeStore.Lookup.Live(RememberMeSeries row))) {
                return "ended";
            }
            int generation = row.generation();
            return String.join(
                    " ",
                    generation == 0 ? "first" : "later",
                    "rotated " + age(row.rotatedAt()),
                    "confirmed " + (row.isConfirmed() ? age(row.confirmedAt()) : "not"),
                    "sessions " + row.sessionNumber(),
                    "lost " + row.lostAnswers() + (row.lostIn() == generation),
                    "used " + ageOrNone(firstUsedAt.get(generation)) + " before "
                            + ageOrNone(firstUsedAt.get(generation - 1)),
                    "issued " + ageOrNone(issuedAt.get(generation)) + ageOrNone(issuedAt.get(generation + 1)),
                    "live " + sessions.list(ALICE).stream().map(this::view).toList(),
                    "owner " + view(owner, generation),
                    "thief " + view(thief, generation) + wasThiefThere,
                    "tab " + (tab == null ? "none" : view(Objects.requireNonNull(tab), generation)));
        }

        private String view(Session session) {
            return age(session.lastSeenAt()) + session.link().isUnconfirmed();
        }

        private String view(Jar jar, int generation) {
            return jar.remember()
                            .map(token -> Math.min(2, generation - token.generation()))
                            .map(String::valueOf)
                            .orElse("-")
                    + jar.session()
                            .map(token -> sessions.peek(token) instanceof Resolution.Active
                                    ? "live"
                                    : String.valueOf(Identification.mayReturn(sessions.peek(token))))
                            .orElse("-");
        }

        private String ageOrNone(@Nullable Instant at) {
            return at == null ? "-" : age(at);
        }

        /** How long ago, to the deadline that is next. */
        private String age(Instant at) {
            Duration age = Duration.between(at, now.get());
            if (age.compareTo(RememberPolicy.AWAITED) >= 0) {
                return "day";
            }
            if (age.compareTo(IDLE) >= 0) {
                return "night";
            }
            if (age.compareTo(STEP.plus(MOMENT)) >= 0) {
                return "while";
            }
            return age.toSeconds() + "s";
        }
    }
}
