package dev.latchkey.argon2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.chance.Tries;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhcStringTest {
    private static final String SALT = "c29tZXNhbHRzb21lc2FsdA";
    private static final String OUTPUT = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    @Test
    void what_is_written_is_read_back() {
        Tries.run(chance -> {
            var parameters =
                    new Argon2Parameters(chance.between(128, 262_144), chance.between(1, 10), chance.between(1, 16));
            var written = new PhcString(parameters, chance.bytes(8, 64), chance.bytes(16, 64));

            assertThat(PhcString.parse(written.format()))
                    .get()
                    .usingRecursiveComparison()
                    .isEqualTo(written);
        });
    }

    @Test
    void any_text_is_read_or_refused_and_never_throws() {
        Tries.run(chance -> assertThat(PhcString.parse(chance.text())).isEmpty());
    }

    @ParameterizedTest(name = "m={0} t={1} p={2} read: {3}")
    @CsvSource({
        "8, 1, 1, true",
        "262144, 10, 16, true",
        "7, 1, 1, false",
        "262145, 1, 1, false",
        "9999999, 1, 1, false",
        "64, 0, 1, false",
        "64, 11, 1, false",
        "64, 99, 1, false",
        "64, 1, 0, false",
        "1024, 1, 17, false",
        "127, 1, 16, false",
        "-64, 1, 1, false",
        "2147483648, 1, 1, false",
        "99999999999999999999, 1, 1, false",
        "064, 1, 1, false"
    })
    void parameters_are_bounded(String memory, String iterations, String parallelism, boolean isRead) {
        String text =
                "$argon2id$v=19$m=" + memory + ",t=" + iterations + ",p=" + parallelism + "$" + SALT + "$" + OUTPUT;

        assertThat(PhcString.parse(text).isPresent()).isEqualTo(isRead);
    }

    @ParameterizedTest(name = "salt of {0} bytes, output of {1} read: {2}")
    @CsvSource({
        "8, 16, true",
        "64, 64, true",
        "7, 32, false",
        "65, 32, false",
        "16, 15, false",
        "16, 65, false",
        "0, 0, false"
    })
    void salt_and_output_are_bounded(int salt, int output, boolean isRead) {
        String text = "$argon2id$v=19$m=64,t=1,p=1$" + base64(salt) + "$" + base64(output);

        assertThat(PhcString.parse(text).isPresent()).isEqualTo(isRead);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$argon2id$v=16$m=64,t=1,p=1$" + SALT + "$" + OUTPUT,
                "$argon2id$m=64,t=1,p=1$" + SALT + "$" + OUTPUT,
                "$argon2i$v=19$m=64,t=1,p=1$" + SALT + "$" + OUTPUT,
                "$argon2d$v=19$m=64,t=1,p=1$" + SALT + "$" + OUTPUT,
                "$argon2id$v=19$t=1,m=64,p=1$" + SALT + "$" + OUTPUT,
                "$argon2id$v=19$m=64,t=1,p=1,keyid=a$" + SALT + "$" + OUTPUT,
                "$argon2id$v=19$m=64,t=1,p=1$" + SALT + "==$" + OUTPUT,
                "$argon2id$v=19$m=64,t=1,p=1$" + SALT + "$" + OUTPUT + "=",
                "$argon2id$v=19$m=64,t=1,p=1$" + SALT + "$" + OUTPUT + "\n",
                "$argon2id$v=19$m=64,t=1,p=1$" + SALT + "$" + OUTPUT + "$",
                "$argon2id$v=19$m=64,t=1,p=1$" + SALT,
                " $argon2id$v=19$m=64,t=1,p=1$" + SALT + "$" + OUTPUT,
                "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHRzb21lc2F-_A$" + OUTPUT
            })
    void anything_else_is_refused(String text) {
        assertThat(PhcString.parse(text)).isEmpty();
    }

    @Test
    void a_second_spelling_of_the_same_bytes_is_refused() {
        String text = "$argon2id$v=19$m=64,t=1,p=1$" + SALT + "$" + OUTPUT.substring(0, 42) + "B";

        assertThat(PhcString.parse(text)).isEmpty();
    }

    private static String base64(int bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(new byte[bytes]);
    }
}
