package dev.latchkey.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.core.credential.ForeignPasswordFormat;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.foreign.ForeignHashes.Recognition;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hashes as each system writes them; the label says which program made the one that is shown, or whose text it is from. */
class HashesOfEverySystemTest {
    /** Of what is cut off beyond that, a shorter cut has the like: so many whole bytes, and bits of another. */
    private static final int A_GROUP_OF_BASE64 = 4;

    /** With letters that normalisation would change and ones outside ASCII and the first plane. */
    private static final String PASSWORD = "correct horse \uFB01sh \u00E9 \uD83D\uDE00";

    private static final String CONSOLE = """
            hash_config {
              algorithm: SCRYPT,
              base64_signer_key: jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==,
              base64_salt_separator: Bw==,
              rounds: 8,
              mem_cost: 14,
            }
            """;

    static List<Arguments> hashes() {
        return List.of(
                Arguments.of("phpass $P$, Passlib 1.7.4", "WordPress", "$P$5WFUK0fAXp3AO6XOEWd9MJGTZU42uK/"),
                Arguments.of("phpass $H$, Passlib 1.7.4", "WordPress", "$H$66WHcg2yXNIba2J8Mw1SZLUzDiLdgn1"),
                Arguments.of(
                        "WordPress 6.8, password_hash of PHP 8.2",
                        "WordPress",
                        "$wp$2y$04$Cyt/Lc4LB7TsD5jQU6FtSu5ZnaQ4NL74b0AC9tH/Foniz4KgxodpO"),
                Arguments.of(
                        "$2y$, password_hash of PHP 8.2",
                        "bcrypt",
                        "$2y$04$d/fT1PBFGPXP0Y/uoN7gtubDveClfJEHfuRDLEXjwY30oQXBxCNpC"),
                Arguments.of(
                        "sha1, Werkzeug 2.2",
                        "salted digests",
                        "sha1$CQp8K08U$b542d61fbc379f1c0abae7257300ee44ab41aa56"),
                Arguments.of(
                        "sha224, Werkzeug 2.2",
                        "salted digests",
                        "sha224$nvfO2x7k$70d07383cf09ab5f4cd97588b4917122df6369aed5de8ca0a475a79c"),
                Arguments.of(
                        "sha256, Werkzeug 2.2",
                        "salted digests",
                        "sha256$gjlWP5ck$279c027418d00a6cd2688037c87b3bcc973c176d9db34e61e430f345bd143f0d"),
                Arguments.of(
                        "sha384, Werkzeug 2.2",
                        "salted digests",
                        "sha384$3IlWzCJy$65de716b8b5587d8c19e3ffc99aed718c79eedc051bcdc4b1c2eb1e4305e4f124921992599"
                                + "dda91b56266419ed92434c"),
                Arguments.of(
                        "sha512, Werkzeug 2.2",
                        "salted digests",
                        "sha512$3b9tuJT6$9317ff5b4de19a0d6450022394e01cfc95f675f178e1f4dd729a4ce7f98eedd8354c402a94"
                                + "c6fba4b29a8cb555a97976de40eead4c922e6adcf4c9afec4eebe6"),
                Arguments.of(
                        "sha1 of Django, Passlib 1.7.4",
                        "salted digests",
                        "sha1$i5c49LNoxynd$b89b89ca41508f6fa711219a086278a0b696cdc1"),
                Arguments.of(
                        "pbkdf2:sha224, Werkzeug 2.2",
                        "Werkzeug",
                        "pbkdf2:sha224:1000$Vk1EPLoq$fb890b5f82119012bc35b4a589c8d5285b200908c1b0a88b5907ee2e"),
                Arguments.of(
                        "pbkdf2:sha384, Werkzeug 2.2",
                        "Werkzeug",
                        "pbkdf2:sha384:1000$jZ8ot8gv$aa1920c8a44a27f40b499526f93d1c8e775b6f95572de22c17c7b1995ae3c6bd8"
                                + "d79bfc180f16d1ecd9f34b13d59d25b"),
                Arguments.of(
                        "PBKDF2, Passlib 1.7.4",
                        "PHC string format",
                        "$pbkdf2$1000$mnPOGWNMCaHUeq/1vve.9w$4Km8K8HSmYhp4FoyDgYUvbJl8.M"),
                Arguments.of(
                        "PBKDF2 with SHA-256, Passlib 1.7.4",
                        "PHC string format",
                        "$pbkdf2-sha256$1000$QGiNEYLw3tsbg9AaI4Qwhg$D/M2d6TXY80wzeypJMYiKEBn/ohWGORrVuiw8m48Q/8"),
                Arguments.of(
                        "PBKDF2 with SHA-512, Passlib 1.7.4",
                        "PHC string format",
                        "$pbkdf2-sha512$1000$z5mTMgaA0HqPUYpRai2FUA$5QTKs1AgKkvWToE0b7wAvfZ.GeiLA2j6xJLpuTdadq/"
                                + "kGDVoJJ8f3p25JSFiD4oysEGYhGzP/G5Sd4fV/UXigw"),
                Arguments.of(
                        "PBKDF2 with SHA-1 and named parameters, hashlib of Python 3",
                        "PHC string format",
                        "$pbkdf2-sha1$i=1000,l=20$MDEyMzQ1Njc4OWFiY2RlZg$+dSVWDibsYDIexfeUMa8vb9qT38"),
                Arguments.of(
                        "PBKDF2 with SHA-256 and named parameters, hashlib of Python 3",
                        "PHC string format",
                        "$pbkdf2-sha256$i=1000,l=32$MDEyMzQ1Njc4OWFiY2RlZg$GiU9zEB3xGjlI9gmP4bKW5W5Ij/4jC8BQhILqimL+h4"),
                Arguments.of(
                        "PBKDF2 with SHA-512 and named parameters, hashlib of Python 3",
                        "PHC string format",
                        "$pbkdf2-sha512$i=1000,l=64$MDEyMzQ1Njc4OWFiY2RlZg$dXAGn421X7sd7RPRju51NlZxLDTwPILs4XHa5gSuz1"
                                + "Tm36IPUxf6sD9ZCT52368QQcubn5e2u7K09Z4LkvYwUw"),
                Arguments.of(
                        "Keycloak's pbkdf2: 64 bytes of SHA-1, hashlib of Python 3",
                        "PHC string format",
                        "$pbkdf2-sha1$i=1000,l=64$AAECAwQFBgcICQoLDA0ODw$jQG748E7/Oh4pBn/5LGDo+gharLfojStaAqqZz1dus2Tg7"
                                + "h6uVm6ZsWNyDZoFSf2fw7RUrK2yEfcV1o2ZGcRLQ=="),
                Arguments.of(
                        "Keycloak's pbkdf2-sha256: 64 bytes of SHA-256, hashlib of Python 3",
                        "PHC string format",
                        "$pbkdf2-sha256$i=1000,l=64$AAECAwQFBgcICQoLDA0ODw==$akRPLdgVCPtGMkTcHGAe9++GEM16csth3rDgY9USt/o"
                                + "/SV/rnZeY+Vg6kCr0etS7uYxRb/cBlo31ZsrWR7fB1Q=="),
                Arguments.of(
                        "scrypt, Passlib 1.7.4",
                        "PHC string format",
                        "$scrypt$ln=10,r=8,p=2$T8l57x0jRGittdb6v/c+xw$tcn1Qya0KUe2gEOBg7YVVBdE189NhuOSFvNdBwNg1Mg"),
                Arguments.of(
                        "bcrypt over an HMAC, Passlib 1.7.4",
                        "PHC string format",
                        "$bcrypt-sha256$v=2,t=2b,r=4$wHNte/.xp3FVLhShqEjqnO$wPWGuFpOmazxRnsGTD/sMOid4gqeOay"),
                Arguments.of(
                        "bcrypt over a digest, Passlib 1.7.4",
                        "PHC string format",
                        "$bcrypt-sha256$2b,4$n8k73F8Jb/E.AkHSQU5k6e$gpfR9hdG102kVmRucoUh/zXn7MqxPsq"),
                Arguments.of(
                        "argon2d, version 16, argon2-cffi",
                        "Argon2",
                        "$argon2d$v=16$m=1024,t=2,p=4$c29tZXNhbHQxMg$vop8YQjyOZKqbEMe2WywDmRubyLAUVhz"),
                Arguments.of(
                        "argon2d, version 19, argon2-cffi",
                        "Argon2",
                        "$argon2d$v=19$m=1024,t=2,p=4$c29tZXNhbHQxMg$BdvFC243r1ZcUKMKyDpTdHj4lc30tBEq"),
                Arguments.of(
                        "argon2i, version 16, argon2-cffi",
                        "Argon2",
                        "$argon2i$v=16$m=1024,t=2,p=4$c29tZXNhbHQxMg$NX+rw6UAdOIjmCtySgiw3KRBC0WdoOd2"),
                Arguments.of(
                        "argon2i, version 19, argon2-cffi",
                        "Argon2",
                        "$argon2i$v=19$m=1024,t=2,p=4$c29tZXNhbHQxMg$RKnmSlVupGyDUe4mCHqd6g+JqiNacB+J"),
                Arguments.of(
                        "argon2id, version 16, argon2-cffi",
                        "Argon2",
                        "$argon2id$v=16$m=1024,t=2,p=4$c29tZXNhbHQxMg$kOaBX61FMroIcMuIc2ZU113aRH5IuOEX"),
                Arguments.of(
                        "argon2id, version 19, argon2-cffi",
                        "Argon2",
                        "$argon2id$v=19$m=1024,t=2,p=4$c29tZXNhbHQxMg$f2EUbuNOMVc8t+6UgCJ7h88rjiP08q1E"),
                Arguments.of(
                        "argon2id, many passes over little memory, argon2-cffi",
                        "Argon2",
                        "$argon2id$v=19$m=64,t=20,p=1$c29tZXNhbHQxMg$dIxoLVfReGFL8MrxqO+zBPYig8npZjdm47HSsgghMcA"),
                Arguments.of(
                        "argon2id, password_hash of PHP 8.2",
                        "Argon2",
                        "$argon2id$v=19$m=1024,t=2,p=1$UGJMbWJ2ZGluVWZxZVRnOQ$lhWiK1GFKjXOJk2tOAKB9S/TslmIU8cWJTt1Wz7C60U"),
                Arguments.of(
                        "Argon2, Spring Security 6.5",
                        "Argon2",
                        "{argon2@SpringSecurity_v5_8}$argon2id$v=19$m=16384,t=2,p=1$2yRg+jKfn0NlRYfQ8xsw4g$nMDGgtu/AD8j3a"
                                + "XU7HZ3Z4qycalJKsYbhHwT8vwMJoo"),
                Arguments.of(
                        "PBKDF2 until 5.8, Spring Security 6.5",
                        "Spring Security",
                        "{pbkdf2}5e3aa93bc47fe0d16cb8abb43939438b4afe0a42432216ff6fbb570219b789d562ba07cd06fa84de"),
                Arguments.of(
                        "PBKDF2 since 5.8, Spring Security 6.5",
                        "Spring Security",
                        "{pbkdf2@SpringSecurity_v5_8}134b70fca40384084400a0f56c16b5f99c1ce676f3acb1cb096f00e7aad858f852b8"
                                + "9d467ecd1c2840c0f3dcbbf3ef20"),
                Arguments.of(
                        "scrypt until 5.8, Spring Security 6.5",
                        "Spring Security",
                        "{scrypt}$e0801$ADeyHpGgE4L5dx8aoJWArsQk747zs8iXA5MlrsumapZA7XQDlmeObB8b42328RveYo5E3iM6Q9IbU5X+"
                                + "U7ZXdg==$FuQtYLzdGsh/yQIbDskNEzYBQFDos/0AYO2uU3RIpoA="),
                Arguments.of(
                        "scrypt without its prefix, Spring Security 6.5",
                        "Spring Security",
                        "$100801$2mK+2DV1YnFxxeTZuNpn9w==$hhZPVkCOAlml9vYdW2xlGqO4GLujgRg6A4WjM5xzE8w="),
                Arguments.of(
                        "better-auth 1.7",
                        "scrypt of Node",
                        "99cd71a40bfaae2cc20ba7f67d109100:a3165652f7a60e6d0499e6217864d851dade975018a3e82e251186e2e574e2e"
                                + "ca778271d83aef9ed097545ced43edb52fcc18509d940dd22b3109c8b3f742e28"),
                Arguments.of(
                        "Lucia 2",
                        "scrypt of Node",
                        "s2:rzkgqrztq5hf70a3:3c5a191925dd6138295b5cc4870261549e6096a9473c0d3de9d9ddc02940c2e8ddfe28aa4d6c"
                                + "acaaa2dbbb07b98cc2098a56dc17e9484248e952db682e486630"),
                Arguments.of(
                        "Lucia 1, crypto.scrypt of Node 20 over the normal form",
                        "scrypt of Node",
                        "a1b2c3d4e5f60718:229077e4c3513abaf0a04eb7709506b255bd4ccf1d7af3da9b9f0249564cfba755dda7affbd129"
                                + "ff2afaab9066a3b1af89401a69f84889ef172751c9ede84c9f"),
                Arguments.of(
                        "crypto.scrypt of Node 20 with its defaults",
                        "scrypt of Node",
                        "9dd4e461268c8034f5c8564e155c67a6:d2661233c04684c0a68077ef7ae703b2071b1ff8bcd91c00a56eb3a7e0c3e04"
                                + "3290584fec24e2f4e4d745fe2c7db27047739ddc8af79d3735f4e012965c77191"),
                Arguments.of(
                        "Firebase, firebase-scrypt of npm",
                        "Firebase",
                        FirebaseHashConfig.parse(CONSOLE)
                                .exported(
                                        "oTRdMMR1UrZKKBSt4LVd9S+y+kC0IZ3tmdgAZ4dXg+1V/e7pv9crA1ur9NFaXf0Hb4oYMiHblE7TY2V5zBoTRQ"
                                                + "==",
                                        "42xEC+ixf3L2lw==")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hashes")
    void verify_here_as_they_did_there(String madeBy, String format, String exported) {
        Recognition.Recognised known = recognised(exported);

        assertThat(known.format()).isEqualTo(format);
        assertThat(verifies(PASSWORD, known.hash())).isTrue();
        assertThat(verifies(PASSWORD + "!", known.hash())).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hashes")
    void are_kept_as_a_text_that_is_recognised_as_itself_by_one_format_alone(
            String madeBy, String format, String exported) {
        PasswordHash kept = recognised(exported).hash();

        assertThat(recognised(kept.phc())).isEqualTo(new Recognition.Recognised(format, kept));
        assertThat(ForeignHashes.formats())
                .filteredOn(candidate -> candidate.reads(kept))
                .hasSize(1);
        assertThat(ForeignHashes.formats())
                .filteredOn(candidate -> candidate.reads(kept))
                .allMatch(candidate -> !candidate.cost(kept).isEmpty());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hashes")
    void are_taken_only_where_they_verify_whatever_is_cut_off(String madeBy, String format, String exported) {
        for (int cut = 1; cut <= A_GROUP_OF_BASE64; cut++) {
            String shorter = exported.substring(0, exported.length() - cut);
            if (ForeignHashes.recognise(shorter) instanceof Recognition.Recognised taken) {
                assertThat(verifies(PASSWORD, taken.hash()))
                        .as("%s characters less of %s", cut, madeBy)
                        .isTrue();
            }
        }
    }

    @Test
    void a_password_that_WordPress_hashed_with_its_slashes_is_right() {
        // password_hash of PHP 8.2 over addslashes, as wp_signon has it.
        PasswordHash hash = recognised("$wp$2y$04$xprtvUixr.UYZJO0DEFVi.Yxt0JtJl8f54Zt7UWrl/04w9iRdd.qy")
                .hash();

        assertThat(verifies("it's a \"long\" \\ one", hash)).isTrue();
        assertThat(verifies("its a long one", hash)).isFalse();
    }

    @Test
    void WordPress_sees_more_than_72_bytes_through_its_digest() {
        PasswordHash hash = recognised("$wp$2y$04$ga0jU7xRCvafZjPViwLPjOonS.1MxGjYbrmQ6dYccmsnNwhNX.i/i")
                .hash();

        assertThat(verifies("a".repeat(100), hash)).isTrue();
        assertThat(verifies("a".repeat(99), hash)).isFalse();
    }

    @Test
    void a_digest_without_a_slow_function_is_not_kept_as_it_came() {
        String digest = "279c027418d00a6cd2688037c87b3bcc973c176d9db34e61e430f345bd143f0d";

        assertThat(recognised("sha256$gjlWP5ck$" + digest).hash().phc())
                .startsWith("salted-digest$sha256$gjlWP5ck$argon2$argon2id$")
                .doesNotContain(digest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$argon2id$v=19$m=7168,t=5,p=1$LRScGShC7shkdoU5B1UgUQ==$xKjWvB9+0sSP6wTqI1JoEI7w+iA0x9VDhPgmrOHRG80="
            })
    void a_credential_that_Keycloak_26_stored_for_the_word_secret_is_verified(String exported) {
        PasswordHash hash = recognised(exported).hash();

        assertThat(verifies("secret", hash)).isTrue();
        assertThat(verifies("Secret", hash)).isFalse();
    }

    @Nested
    class The_hash_parameters_of_a_Firebase_project {
        private final FirebaseHashConfig config = FirebaseHashConfig.parse(CONSOLE);

        /** The example of Firebase's own page on its scrypt. */
        @Test
        void make_the_two_fields_of_its_export_one_hash() {
            String exported = config.exported(
                    "lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==",
                    "42xEC+ixf3L2lw==");

            assertThat(verifies("user1password", recognised(exported).hash())).isTrue();
            assertThat(verifies("user1passwore", recognised(exported).hash())).isFalse();
        }

        @Test
        void are_not_kept_with_each_hash_nor_shown() {
            String key = "jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA";
            String exported = config.exported(
                    "lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==",
                    "42xEC+ixf3L2lw==");

            assertThat(exported + config).doesNotContain(key);
        }

        @Test
        void may_be_json() {
            String json = """
                    {"hash_config": {"algorithm": "SCRYPT", "base64_signer_key": "%s",
                     "base64_salt_separator": "Bw==", "rounds": 8, "mem_cost": 14}}
                    """.formatted(
                            "jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==");

            assertThat(FirebaseHashConfig.parse(json)).hasToString(config.toString());
        }

        @ParameterizedTest
        @CsvSource({"AAAA, 42xEC+ixf3L2lw==", "'', ''", "?, ?"})
        void give_no_hash_of_what_is_damaged(String hash, String salt) {
            assertThat(ForeignHashes.recognise(config.exported(hash, salt))).isInstanceOf(Recognition.Damaged.class);
        }

        @ParameterizedTest
        @CsvSource({
            "SCRYPT, BCRYPT, its algorithm is not SCRYPT",
            "base64_signer_key, key, its base64_signer_key is missing or no Base64",
            "base64_salt_separator, separator, its base64_salt_separator is missing or no Base64",
            "mem_cost, cost, there is no mem_cost in it",
            "rounds: 8, rounds: 800, its rounds is no number from 1 to 99"
        })
        void are_refused_by_what_is_wrong_and_without_the_key(String there, String instead, String message) {
            assertThatThrownBy(() -> FirebaseHashConfig.parse(CONSOLE.replace(there, instead)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
        }
    }

    private static Recognition.Recognised recognised(String exported) {
        return (Recognition.Recognised) ForeignHashes.recognise(exported);
    }

    private static boolean verifies(String typed, PasswordHash hash) {
        Password password = Password.parse(typed).orElseThrow();
        return ForeignHashes.formats().stream()
                .filter((ForeignPasswordFormat format) -> format.reads(hash))
                .anyMatch(format -> format.matches(password, hash));
    }
}
