package dev.latchkey.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.token.Tokens;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GroupTest {
    private final Tokens tokens = new Tokens();

    @Test
    void each_lies_in_another_sixteenth_of_the_slots() {
        List<Integer> sixteenths =
                Group.ALL.stream().map(group -> group.slot() / 1024).toList();

        assertThat(sixteenths).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    }

    @Test
    void all_that_a_principal_owns_is_of_one() {
        Set<Group> seen = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            PrincipalId principal = new PrincipalId("user" + i);
            Group group = Group.of(principal);
            int partition = principal.partition();

            assertThat(Group.of(tokens.newSessionToken(partition).hash())).isEqualTo(group);
            assertThat(Group.of(tokens.newSessionId(partition))).isEqualTo(group);
            assertThat(Group.of(tokens.newSeriesId(partition))).isEqualTo(group);
            seen.add(group);
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(Group.ALL);
    }
}
