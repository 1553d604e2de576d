package dev.latchkey.history;

import static dev.latchkey.history.History.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.history.History.Checked;
import dev.latchkey.history.History.Created;
import dev.latchkey.history.History.Ended;
import dev.latchkey.history.History.EndedOthers;
import dev.latchkey.history.History.Event;
import dev.latchkey.history.HistoryChecker.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HistoryCheckerTest {
    private static final Created HERS = new Created(1, "jane", 0, 1);

    private static Checked live(long began, long answered) {
        return new Checked(1, 0, began, answered, true);
    }

    private static Checked over(long began, long answered) {
        return new Checked(1, 0, began, answered, false);
    }

    private static Ended ended(long began, long answered) {
        return new Ended(1, began, answered, true);
    }

    private static Ended unanswered(long began) {
        return new Ended(1, began, NEVER, false);
    }

    private static List<Violation> violations(Event... events) {
        List<Event> all = new ArrayList<>(List.of(HERS));
        all.addAll(List.of(events));
        return new HistoryChecker(Duration.ZERO).violations(all);
    }

    @Test
    void what_happens_one_after_the_other_is_right() {
        assertThat(violations(live(2, 3), ended(4, 5), over(6, 7))).isEmpty();
    }

    @Test
    void a_check_during_the_end_may_be_answered_either_way() {
        assertThat(violations(ended(4, 9), live(5, 6), over(7, 8), live(6, 10))).isEmpty();
    }

    @Test
    void a_check_that_began_after_the_acknowledgement_may_not() {
        Checked wrong = live(6, 7);
        assertThat(violations(ended(4, 5), wrong)).containsExactly(new Violation.AnsweredAfterTheEnd(wrong, 5));
    }

    @Test
    void a_session_may_end_at_any_time_after_an_end_that_was_not_acknowledged_or_never() {
        assertThat(violations(unanswered(4), live(50, 60))).isEmpty();
        assertThat(violations(unanswered(4), live(50, 60), over(61, 62))).isEmpty();
    }

    @Test
    void a_session_that_was_found_ended_does_not_come_back() {
        assertThat(violations(unanswered(4), over(5, 6), live(7, 8)))
                .containsExactly(new Violation.CameBack(over(5, 6), live(7, 8)));
    }

    @Test
    void while_an_end_is_not_acknowledged_some_may_lag_behind_others() {
        HistoryChecker lenient = new HistoryChecker(Duration.ofNanos(10));
        List<Event> soon = List.of(HERS, unanswered(4), over(5, 6), live(16, 17));
        List<Event> late = List.of(HERS, unanswered(4), over(5, 6), live(17, 18));
        List<Event> acknowledged = List.of(HERS, ended(4, 8), over(5, 6), live(9, 10));
        assertThat(lenient.violations(soon)).isEmpty();
        assertThat(lenient.violations(late)).containsExactly(new Violation.CameBack(over(5, 6), live(17, 18)));
        assertThat(lenient.violations(acknowledged)).hasOnlyElementsOfType(Violation.AnsweredAfterTheEnd.class);
    }

    @Test
    void a_session_does_not_end_by_itself() {
        assertThat(violations(over(5, 6))).containsExactly(new Violation.EndedByNobody(over(5, 6)));
        assertThat(violations(over(5, 6), ended(7, 8))).containsExactly(new Violation.EndedByNobody(over(5, 6)));
    }

    @Test
    void whoever_ends_all_others_ends_those_that_were_there_and_perhaps_those_that_came() {
        EndedOthers others = new EndedOthers("jane", 2, 4, 7, true);
        assertThat(violations(others, live(8, 9))).hasSize(1);
        assertThat(violations(new EndedOthers("jane", 1, 4, 7, true), live(8, 9)))
                .isEmpty();
        assertThat(violations(new EndedOthers("joe", 2, 4, 7, true), live(8, 9)))
                .isEmpty();
        for (boolean isLive : new boolean[] {true, false}) {
            assertThat(new HistoryChecker(Duration.ZERO)
                            .violations(List.of(new Created(1, "jane", 3, 5), others, new Checked(1, 0, 8, 9, isLive))))
                    .isEmpty();
        }
        assertThat(new HistoryChecker(Duration.ZERO)
                        .violations(List.of(new Created(1, "jane", 8, 9), others, over(10, 11))))
                .containsExactly(new Violation.EndedByNobody(over(10, 11)));
    }

    /** By trying every order: what the comparison of moments has to come to as well. */
    @Test
    void it_judges_small_histories_as_trying_every_order_does() {
        SplittableRandom random = new SplittableRandom(20_260_301);
        int right = 0;
        int wrong = 0;
        for (int i = 0; i < 20_000; i++) {
            List<Event> events = random(random);
            boolean isRight = hasOrder(new ArrayList<>(events), true);
            assertThat(violations(events.toArray(Event[]::new)).isEmpty())
                    .as("%s", events)
                    .isEqualTo(isRight);
            right += isRight ? 1 : 0;
            wrong += isRight ? 0 : 1;
        }
        assertThat(right).isGreaterThan(1_000);
        assertThat(wrong).isGreaterThan(1_000);
    }

    private static List<Event> random(SplittableRandom random) {
        List<Event> events = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            long began = 2L + random.nextInt(12);
            long answered = began + 1L + random.nextInt(6);
            events.add(
                    switch (random.nextInt(4)) {
                        case 0 -> ended(began, answered);
                        case 1 -> unanswered(began);
                        case 2 -> live(began, answered);
                        default -> over(began, answered);
                    });
        }
        return events;
    }

    /** Whether what is left can have happened one at a time, to a session that is live now or is not (Wing and Gong). */
    private static boolean hasOrder(List<Event> left, boolean isLive) {
        if (left.isEmpty()) {
            return true;
        }
        long firstAnswer =
                left.stream().mapToLong(HistoryCheckerTest::answered).min().orElseThrow();
        for (Event next : List.copyOf(left)) {
            boolean mayBeNext = began(next) <= firstAnswer;
            boolean fits = !(next instanceof Checked check) || check.isLive() == isLive;
            if (mayBeNext && fits) {
                left.remove(next);
                boolean found = hasOrder(left, isLive && !(next instanceof Ended))
                        // What was not answered need not have happened.
                        || (next instanceof Ended end && !end.isAcknowledged() && hasOrder(left, isLive));
                left.add(next);
                if (found) {
                    return true;
                }
            }
        }
        return false;
    }

    private static long began(Event event) {
        return switch (event) {
            case Checked check -> check.began();
            case Ended end -> end.began();
            default -> throw new IllegalArgumentException(event.toString());
        };
    }

    private static long answered(Event event) {
        return switch (event) {
            case Checked check -> check.answered();
            case Ended end -> end.answered();
            default -> throw new IllegalArgumentException(event.toString());
        };
    }
}
