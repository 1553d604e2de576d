package dev.latchkey.core.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.memory.MemorySecretStore;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KeyRingTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(T0);
    private final MemorySecretStore secrets = new MemorySecretStore();
    private final KeyRing here = ring();

    private KeyRing ring() {
        return new KeyRing(secrets, new Tokens(), now::get);
    }

    private static byte[] sign(HmacKey key) {
        return key.mac("test", new byte[] {1});
    }

    private static List<byte[]> signatures(Keyset keys) {
        return keys.verifying().stream().map(KeyRingTest::sign).toList();
    }

    @Nested
    class A_new_installation {
        @Test
        void signs_at_once_with_its_only_key() {
            Keyset keys = here.keyset("test");

            assertThat(signatures(keys)).containsExactly(sign(keys.signing()));
        }

        @Test
        void has_a_key_of_its_own_for_each_purpose() {
            assertThat(sign(here.keyset("test").signing()))
                    .isNotEqualTo(sign(here.keyset("other").signing()));
        }

        @Test
        void signs_alike_on_each_of_its_nodes() {
            assertThat(sign(ring().keyset("test").signing()))
                    .isEqualTo(sign(here.keyset("test").signing()));
        }
    }

    @Nested
    @DisplayName("ASVS 13.3.4: after a rotation")
    class After_a_rotation {
        @Test
        void the_key_of_before_signs_until_the_new_one_has_settled() {
            Keyset keys = here.keyset("test");
            byte[] before = sign(keys.signing());
            here.rotate();

            now.set(T0.plus(Keyset.SETTLING).minusNanos(1));
            assertThat(sign(keys.signing())).isEqualTo(before);
            now.set(T0.plus(Keyset.SETTLING));
            assertThat(sign(keys.signing())).isNotEqualTo(before);
        }

        @Test
        void both_verify() {
            Keyset keys = here.keyset("test");
            byte[] before = sign(keys.signing());
            here.rotate();
            now.set(T0.plus(Keyset.SETTLING));

            assertThat(signatures(keys)).containsExactly(sign(keys.signing()), before);
        }

        @Test
        void another_node_knows_the_new_key_before_anyone_signs_with_it() {
            Keyset elsewhere = ring().keyset("test");
            here.rotate();
            KeyRing other = ring();
            Keyset refreshed = other.keyset("test");
            other.refresh();
            now.set(T0.plus(Keyset.SETTLING));

            assertThat(elsewhere.verifying()).hasSize(1);
            assertThat(signatures(refreshed)).contains(sign(here.keyset("test").signing()));
        }

        @Test
        void a_forgotten_key_verifies_nothing() {
            Keyset keys = here.keyset("test");
            byte[] before = sign(keys.signing());
            here.rotate();
            secrets.forgetBelow("test", 2);
            here.refresh();

            assertThat(signatures(keys)).hasSize(1).doesNotContain(before);
        }

        @Test
        void a_clock_that_was_set_back_signs_with_what_everyone_knows() {
            Keyset keys = here.keyset("test");
            byte[] before = sign(keys.signing());
            here.rotate();
            now.set(T0.minusSeconds(86_400));

            assertThat(sign(keys.signing())).isEqualTo(before);
        }
    }
}
