package dev.latchkey.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.core.credential.PasswordHasher.Verification;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link PasswordHasher} must do. Make its parameters small: this hashes some forty times. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
public abstract class PasswordHasherContract {
    private static final Password RIGHT = password("correct horse battery staple");
    private static final Password WRONG = password("correct horse battery stable");

    private PasswordHasher hasher;

    /** For subclasses. */
    protected PasswordHasherContract() {}

    /** A hasher, asked for once before each test. */
    protected abstract PasswordHasher newHasher();

    /** A hasher as it was before the parameters of {@link #newHasher} were raised. */
    protected abstract PasswordHasher newHasherWithLowerParameters();

    @BeforeEach
    void open() {
        hasher = newHasher();
    }

    @Nested
    class Verifying {
        @Test
        void the_right_password_matches() {
            assertThat(hasher.verify(RIGHT, hasher.hash(RIGHT))).isEqualTo(Verification.MATCHES);
        }

        @Test
        void another_password_differs() {
            assertThat(hasher.verify(WRONG, hasher.hash(RIGHT))).isEqualTo(Verification.DIFFERS);
        }

        @Test
        void a_hash_that_another_instance_made_is_understood() {
            assertThat(newHasher().verify(RIGHT, hasher.hash(RIGHT))).isEqualTo(Verification.MATCHES);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 8, 56, 72, 73, 128, 256, 1024})
        void every_byte_counts(int length) {
            Password full = password("a".repeat(length - 1) + "b");
            PasswordHash hash = hasher.hash(full);

            assertThat(hasher.verify(full, hash)).isEqualTo(Verification.MATCHES);
            assertThat(hasher.verify(password("a".repeat(length - 1) + "c"), hash))
                    .isEqualTo(Verification.DIFFERS);
        }

        @Test
        void the_same_from_many_threads_gives_the_same_answers() {
            PasswordHash hash = hasher.hash(RIGHT);

            List<Verification> answers = Race.of(8, i -> () -> hasher.verify(i % 2 == 0 ? RIGHT : WRONG, hash));

            assertThat(answers)
                    .containsExactly(
                            Verification.MATCHES,
                            Verification.DIFFERS,
                            Verification.MATCHES,
                            Verification.DIFFERS,
                            Verification.MATCHES,
                            Verification.DIFFERS,
                            Verification.MATCHES,
                            Verification.DIFFERS);
        }
    }

    @Nested
    class Hashing {
        @Test
        void takes_a_new_salt_each_time() {
            assertThat(hasher.hash(RIGHT)).isNotEqualTo(hasher.hash(RIGHT));
        }

        @Test
        void does_not_show_the_password() {
            assertThat(hasher.hash(RIGHT).phc()).startsWith("$").doesNotContain("horse");
        }
    }

    @Nested
    class After_the_parameters_were_raised {
        @Test
        void an_older_hash_still_matches_and_asks_to_be_hashed_anew() {
            PasswordHash older = newHasherWithLowerParameters().hash(RIGHT);

            assertThat(hasher.verify(RIGHT, older)).isEqualTo(Verification.MATCHES_BUT_OUTDATED);
        }

        @Test
        void a_wrong_password_differs_from_an_older_hash_too() {
            PasswordHash older = newHasherWithLowerParameters().hash(RIGHT);

            assertThat(hasher.verify(WRONG, older)).isEqualTo(Verification.DIFFERS);
        }
    }

    @Nested
    class The_decoy {
        @Test
        void matches_no_password() {
            PasswordHash decoy = hasher.decoy();

            assertThat(hasher.verify(RIGHT, decoy)).isEqualTo(Verification.DIFFERS);
            assertThat(hasher.verify(password(decoy.phc()), decoy)).isEqualTo(Verification.DIFFERS);
        }

        @Test
        void looks_like_any_other_hash_of_today() {
            assertThat(hasher.decoy().phc()).hasSameSizeAs(hasher.hash(RIGHT).phc());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "$",
                "$$$$$$",
                "plain text",
                "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
                "$argon2id$v=19$m=999999999,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "$argon2id$v=19$m=99999999999999999999,t=2,p=1$c29tZXNhbHQ$AAAA",
                "\u0000"
            })
    void a_hash_that_cannot_be_read_or_is_poisoned_differs_and_never_throws(String phc) {
        assertThat(hasher.verify(RIGHT, new PasswordHash(phc))).isEqualTo(Verification.DIFFERS);
    }

    private static Password password(String typed) {
        return Password.parse(typed).orElseThrow();
    }
}
