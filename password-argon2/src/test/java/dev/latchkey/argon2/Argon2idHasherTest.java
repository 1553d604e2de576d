package dev.latchkey.argon2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.core.credential.PasswordHasher.Verification;
import dev.latchkey.testkit.PasswordHasherContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Argon2idHasherTest extends PasswordHasherContract {
    private static final Argon2Parameters SMALL = new Argon2Parameters(64, 2, 1);

    @Override
    protected PasswordHasher newHasher() {
        return new Argon2idHasher(SMALL);
    }

    @Override
    protected PasswordHasher newHasherWithLowerParameters() {
        return new Argon2idHasher(new Argon2Parameters(64, 1, 1));
    }

    /** From the reference implementation's own tests (P-H-C/phc-winner-argon2, src/test.c, version 0x13). */
    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(
            delimiter = ' ',
            value = {
                "password $argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "password $argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "password $argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
                "password $argon2id$v=19$m=65536,t=1,p=1$c29tZXNhbHQ$9qWtwbpyPd3vm1rB1GThgPzZ3/ydHL92zKL+15XZypg",
                "password $argon2id$v=19$m=65536,t=4,p=1$c29tZXNhbHQ$kCXUjmjvc5XMqQedpMTsOv+zyJEf5PhtGiUghW9jFyw",
                "differentpassword "
                        + "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$C4TWUs9rDEvq7w3+J4umqA32aWKB1+DSiRuBfYxFj94",
                "password $argon2id$v=19$m=65536,t=2,p=1$ZGlmZnNhbHQ$vfMrBczELrFdWP0ZsfhWsRPaHppYdP3MVEMIVlqoFBw"
            })
    void agrees_with_the_reference_implementation(String typed, String phc) {
        assertThat(newHasher().verify(password(typed), new PasswordHash(phc)))
                .isEqualTo(Verification.MATCHES_BUT_OUTDATED);
        assertThat(newHasher().verify(password(typed + "x"), new PasswordHash(phc)))
                .isEqualTo(Verification.DIFFERS);
    }

    @Test
    void writes_a_phc_string_with_its_parameters() {
        assertThat(new Argon2idHasher().hash(password("a password")).phc())
                .matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
    }

    @Test
    void the_decoy_has_the_current_parameters() {
        assertThat(PhcString.parse(newHasher().decoy().phc()).orElseThrow().parameters())
                .isEqualTo(SMALL);
    }

    @Nested
    class A_matching_hash_is_outdated_when {
        @ParameterizedTest
        @CsvSource({"64,1,1", "32,2,1", "64,2,2", "128,3,1"})
        void any_parameter_is_another(int memory, int iterations, int parallelism) {
            PasswordHash other =
                    new Argon2idHasher(new Argon2Parameters(memory, iterations, parallelism)).hash(password("pw"));

            assertThat(newHasher().verify(password("pw"), other)).isEqualTo(Verification.MATCHES_BUT_OUTDATED);
        }
    }

    private static Password password(String typed) {
        return Password.parse(typed).orElseThrow();
    }
}
