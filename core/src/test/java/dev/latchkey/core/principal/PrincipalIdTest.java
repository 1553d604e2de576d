package dev.latchkey.core.principal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrincipalIdTest {
    /** By {@code printf %s alice | sha256sum}: the first three digits. These never change, or every cookie is void. */
    @ParameterizedTest
    @CsvSource({"alice, 2bd", "bob, 81b", "id-alice, a1e"})
    void the_partition_is_the_first_12_bits_of_the_sha_256_of_the_id(String id, String firstThreeDigits) {
        assertThat(new PrincipalId(id).partition()).isEqualTo(Integer.parseInt(firstThreeDigits, 16));
    }

    @Test
    void partitions_are_spread_over_all_4096() {
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            seen.add(new PrincipalId("user" + i).partition());
        }
        assertThat(seen).hasSize(4096).allMatch(partition -> partition >= 0 && partition < 4096);
    }

    @Test
    void equal_ids_are_equal() {
        assertThat(new PrincipalId("alice"))
                .isEqualTo(new PrincipalId("alice"))
                .hasSameHashCodeAs(new PrincipalId("alice"))
                .hasToString("alice")
                .isNotEqualTo(new PrincipalId("bob"));
    }
}
