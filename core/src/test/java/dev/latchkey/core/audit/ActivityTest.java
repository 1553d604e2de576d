package dev.latchkey.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.principal.PrincipalId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ActivityTest {
    private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
    private static final PrincipalId ALICE = new PrincipalId("alice");

    private final List<PrincipalId> asked = new ArrayList<>();

    private Activity activity(Map<AuditKind, Instant> latest) {
        return Activity.of(ALICE, new AuditStore() {
            @Override
            public Map<AuditKind, Instant> latestOfEachKind(PrincipalId principal) {
                asked.add(principal);
                return latest;
            }

            @Override
            public void append(List<AuditEntry> entries) {
                throw new AssertionError("nothing is noted");
            }

            @Override
            public List<AuditEntry> find(AuditQuery query) {
                throw new AssertionError("one question is enough");
            }

            @Override
            public int purge(Instant before, int limit) {
                throw new AssertionError("nothing is purged");
            }
        });
    }

    @Test
    void tells_when_an_account_was_made_and_when_its_owner_last_came_from_one_question() {
        Activity activity = activity(Map.of(
                AuditKind.USER_IMPORTED, T0,
                AuditKind.LOGGED_IN, T0.plusSeconds(1),
                AuditKind.REMEMBERED, T0.plusSeconds(2),
                AuditKind.LOGGED_OUT, T0.plusSeconds(3)));

        assertThat(activity).isEqualTo(new Activity(Optional.of(T0), Optional.of(T0.plusSeconds(2))));
        assertThat(asked).containsExactly(ALICE);
    }

    @Test
    void tells_nothing_where_the_log_does_not_go_back_so_far() {
        assertThat(activity(Map.of(AuditKind.LOGGED_OUT, T0)))
                .isEqualTo(new Activity(Optional.empty(), Optional.empty()));
    }
}
