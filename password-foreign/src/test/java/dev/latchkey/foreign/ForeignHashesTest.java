package dev.latchkey.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.chance.Tries;
import dev.latchkey.core.credential.ForeignPasswordFormat;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.foreign.ForeignHashes.Recognition;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every hash here was made by the product itself, or, where named so, comes from its documentation. */
class ForeignHashesTest {
    /** With letters that normalisation would change and ones outside ASCII and the first plane. */
    private static final String PASSWORD = "correct horse \uFB01sh \u00E9 \uD83D\uDE00";

    private static final String WERKZEUG_SCRYPT = "scrypt:16384:8:1$abcDEF0123456789$7551e46fff59a4bc612fcf0c78af322e"
            + "40634d3f3e1fac74bad20f3d7d7dc0f51704556206d74e69508f44a45c4bb12a7092ea90f84074ca2dc04f4deca8edb3";

    private static final String BCRYPT_ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String BASE64_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    static List<Arguments> hashes() {
        return List.of(
                Arguments.of(
                        "Werkzeug",
                        "pbkdf2:sha256:1000$tj9eNjRkPw0t3Ffm$"
                                + "3050cdab8698cdd3307ebea68be78fb00e69d075fa94b6905a0737e67e9f47aa"),
                Arguments.of("Werkzeug", "pbkdf2:sha1:1000$qAasbrDQaeSGRjWG$950450473792cf7d65e7145003adc8914d620b3d"),
                Arguments.of(
                        "Werkzeug",
                        "pbkdf2:sha512:1000$toE9z2CGBiqFwkJ8$172b0413e0810e28e7d36b20fa48a6dc4ea5bb45"
                                + "1cede82c446922c29d62cd17fc4f57afd9892353bc1516519f38f3c37b1c0b48ce27efb774c5a154cf2edae6"),
                Arguments.of("Werkzeug", WERKZEUG_SCRYPT),
                Arguments.of(
                        "Django", "pbkdf2_sha256$1000$abcDEF0123456789$VH1p6ENPN2SMQzw1/9xeeqzHErsjQQBT6JIJJMV4ezU="),
                Arguments.of("Django", "pbkdf2_sha1$1000$abcDEF0123456789$Usy5PaO2GvE3fVXcEfGFniv0cFk="),
                Arguments.of("Django", "bcrypt_sha256$$2b$04$q0NbzaD89DoMx/Pj1Jp.KeZoR5xti0rdVabAmZJudEyLGsGjI8Q8G"),
                Arguments.of("Django", "bcrypt$$2b$04$FvQgMt5W2sSoCS6cF.FuGOmvfniJdEufj/ecRJlND/U.BeKlLZ8Te"),
                Arguments.of(
                        "Argon2", "argon2$argon2id$v=19$m=1024,t=1,p=2$YWJjREVGMDEyMzQ1Njc4OQ$mRbSQX8dhzr7SxOtRvJ9dA"),
                Arguments.of(
                        "Argon2",
                        "$argon2id$v=19$m=1024,t=2,p=1$aXdlWHp0UGROdnVJeW51Yg$"
                                + "aiZTVYpGVGjqnMgSSydgNzdEb/M7+FYsfDIM7pUY+pU"),
                Arguments.of(
                        "Argon2",
                        "{argon2}$argon2id$v=19$m=1024,t=2,p=1$aXdlWHp0UGROdnVJeW51Yg$"
                                + "aiZTVYpGVGjqnMgSSydgNzdEb/M7+FYsfDIM7pUY+pU"),
                Arguments.of("bcrypt", "$2y$04$.C/5H3/VflyuvjSJCHEs1.eASkNgY917bZHSNW9sVLUUw8GJPmCK6"),
                Arguments.of("bcrypt", "{bcrypt}$2a$04$.C/5H3/VflyuvjSJCHEs1.eASkNgY917bZHSNW9sVLUUw8GJPmCK6"),
                Arguments.of(
                        "ASP.NET Identity",
                        "AQAAAAAAAAPoAAAAEAABAgMEBQYHCAkKCwwNDg+NAbvjwTv86HikGf/ksYOj6CFqst+iNK1oCqpnPV26zQ=="),
                Arguments.of(
                        "ASP.NET Identity",
                        "AQAAAAEAAAPoAAAAEAABAgMEBQYHCAkKCwwNDg9qRE8t2BUI+0YyRNwcYB7374YQzXpyy2HesOBj1RK3+g=="),
                Arguments.of(
                        "ASP.NET Identity",
                        "AQAAAAIAAAPoAAAAEAABAgMEBQYHCAkKCwwNDg9c2RqA9PHUkFMuAVLBfU5182m2cE/9QwrI89PRTnSu7g=="),
                Arguments.of(
                        "ASP.NET Identity", "AAABAgMEBQYHCAkKCwwNDg+NAbvjwTv86HikGf/ksYOj6CFqst+iNK1oCqpnPV26zQ=="));
    }

    @ParameterizedTest
    @MethodSource("hashes")
    void the_password_of_an_imported_hash_is_right_and_others_are_not(String product, String exported) {
        Recognition.Recognised known = recognised(exported);

        assertThat(known.format()).isEqualTo(product);
        assertThat(verifies(PASSWORD, known.hash())).isTrue();
        assertThat(verifies("correct horse fish \u00E9 \uD83D\uDE00", known.hash()))
                .isFalse();
        assertThat(verifies("wrong", known.hash())).isFalse();
    }

    @Test
    void the_scrypt_hash_of_Djangos_own_test_is_verified() {
        PasswordHash hash = recognised("scrypt$16384$seasalt$8$1$"
                        + "Qj3+9PPyRjSJIebHnG81TMjsqtaIGxNQG/aEB/NYafTJ7tibgfYz71m0ldQESkXFRkdVCBhhY8mx7rQwite/Pw==")
                .hash();

        assertThat(verifies("l\u00E8tmein", hash)).isTrue();
        assertThat(verifies("letmein", hash)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$2y$04$IFOgAF2pYrKCNTMgKrWAqunG9wwTKcC6k8sWWVywKalNGzt6uleGm",
                "$2b$04$vWSM34g4fT.C/ZHcbmKgsetMY2Kx7rgkQu1FPO/6oUMoR5THV6zUm"
            })
    void bcrypt_sees_72_bytes_as_it_did_where_the_hash_was_made(String exported) {
        PasswordHash hash = recognised(exported).hash();

        assertThat(verifies("a".repeat(72) + "b", hash)).isTrue();
        assertThat(verifies("a".repeat(71) + "b", hash)).isFalse();
        assertThat(verifies("a".repeat(71), hash)).isFalse();
    }

    /** Each of them would keep a thread for minutes or take the memory of the machine. */
    static List<Arguments> dear() {
        String hex = "3050cdab8698cdd3307ebea68be78fb00e69d075fa94b6905a0737e67e9f47aa";
        String base64 = "aiZTVYpGVGjqnMgSSydgNzdEb/M7+FYsfDIM7pUY+pU";
        String salt = "aXdlWHp0UGROdnVJeW51Yg";
        return List.of(
                Arguments.of("pbkdf2:sha256:999999999$salt$" + hex, "999999999 iterations"),
                Arguments.of("pbkdf2_sha256$999999999999999999$salt$" + base64 + "=", "999999999999999999 iterations"),
                Arguments.of("scrypt:1048576:8:1$salt$" + hex, "N = 1048576, r = 8, p = 1"),
                Arguments.of("scrypt:1073741824:8:1$salt$" + hex, "N = 1073741824, r = 8, p = 1"),
                Arguments.of("scrypt:4611686018427387904:8:1$salt$" + hex, ""),
                Arguments.of("scrypt:2:999999999999999999:1$salt$" + hex, "r = 999999999999999999"),
                Arguments.of("scrypt:16384:8:99$salt$" + hex, "p = 99"),
                Arguments.of("scrypt:262144:8:16$salt$" + hex, "p = 16"),
                Arguments.of("bcrypt_sha256$$2b$31$q0NbzaD89DoMx/Pj1Jp.KeZoR5xti0rdVabAmZJudEyLGsGjI8Q8G", "cost 31"),
                Arguments.of("$2y$31$.C/5H3/VflyuvjSJCHEs1.eASkNgY917bZHSNW9sVLUUw8GJPmCK6", "cost 31"),
                Arguments.of("$argon2id$v=19$m=9999999,t=2,p=1$" + salt + "$" + base64, "m = 9999999"),
                Arguments.of("$argon2id$v=19$m=4294967295,t=2,p=1$" + salt + "$" + base64, "m = 4294967295"),
                Arguments.of("$argon2id$v=19$m=262144,t=99,p=1$" + salt + "$" + base64, "t = 99"),
                Arguments.of("$argon2id$v=19$m=1024,t=999999999,p=1$" + salt + "$" + base64, "t = 999999999"),
                Arguments.of("$pbkdf2-sha256$i=999999999,l=32$" + salt + "$" + base64, "999999999 iterations"),
                Arguments.of("$scrypt$ln=30,r=8,p=1$" + salt + "$" + base64, "N = 1073741824"),
                Arguments.of("$scrypt$ln=99,r=8,p=1$" + salt + "$" + base64, "ln = 99"),
                Arguments.of("$P$SWFUK0fAXp3AO6XOEWd9MJGTZU42uK/", "2^30 rounds"),
                Arguments.of("{scrypt}$1e0801$" + salt + "$" + base64, "N = 1073741824"),
                Arguments.of("{scrypt}$ff0801$" + salt + "$" + base64, "2^255"),
                Arguments.of("firebase-scrypt$ln=30,r=8$" + salt + "$" + base64, "N = 1073741824"),
                Arguments.of(
                        "AQAAAAF/////AAAAEAABAgMEBQYHCAkKCwwNDg9qRE8t2BUI+0YyRNwcYB7374YQzXpyy2HesOBj1RK3+g==",
                        "2147483647 iterations"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("dear")
    void a_hash_that_costs_too_much_is_told_by_what_it_asks_for_and_is_never_computed(String exported, String demand) {
        if (ForeignHashes.recognise(exported) instanceof Recognition.TooCostly dear) {
            assertThat(dear.demand()).contains(demand);
        } else {
            assertThat(ForeignHashes.recognise(exported)).isInstanceOf(Recognition.Damaged.class);
            assertThat(demand).isEmpty();
        }
        assertThat(verifies(PASSWORD, new PasswordHash(exported))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "pbkdf2:sha256:1000$salt$3050, 'output has 2 bytes, which is not 16 to 128'",
        "pbkdf2:sha256:1000$salt$305, output is no hexadecimal number of whole bytes",
        "pbkdf2:sha256:0$salt$3050cdab8698cdd3307ebea68be78fb0, count of iterations is 0",
        "scrypt:16383:8:1$salt$3050cdab8698cdd3307ebea68be78fb00e69d075fa94b6905a0737e67e9f47aa, N = 16383",
        "pbkdf2_sha256$1000$salt$not base64, text is cut short or altered",
        "pbkdf2_sha256$1000$salt$AAAA, output has 3 bytes",
        "$2y$04$.C/5H3/VflyuvjSJCHEs1.eASkNgY917bZHSNW9sVLUUw8GJP, text is cut short or altered",
        "$2y$03$.C/5H3/VflyuvjSJCHEs1.eASkNgY917bZHSNW9sVLUUw8GJPmCK6, cost is 3",
        "'$argon2id$v=19$m=7,t=2,p=1$aXdlWHp0UGROdnVJeW51Yg$aiZTVYpGVGjqnMgSSydgNzdEb/M7+FYsfDIM7pUY+pU', m = 7",
        "'$argon2id$v=19$m=1024,t=2,p=1$aXdlWHp0UGROdnVJeW51Yg$', text is cut short",
        "AQAAAAEAAAPo////8AABAgMEBQYHCAkKCwwNDg9qRE8t2BUI+0YyRNwcYB7374YQzXpyy2HesOBj1RK3+g==, salt has -16 bytes",
        "AQAAAAEAAAAAAAAAEAABAgMEBQYHCAkKCwwNDg9qRE8t2BUI+0YyRNwcYB7374YQzXpyy2HesOBj1RK3+g==, iterations is 0",
        "'$pbkdf2-sha256$i=1000,l=32$MDEyMzQ1Njc4OWFiY2RlZg$3Ej8jC8BQhILqimL3Ej8jC8BQhILqimL', 'l is 32'",
        "$P$5WFUK0fAXp3AO6XOEWd9MJGTZU42uK, cut short",
        "{pbkdf2}5e3aa93bc47fe0d16cb8abb43939438b, 'text has 16 bytes'",
        "sha256$salt$3050cdab8698cdd3307e, cut short"
    })
    void a_hash_that_is_damaged_is_told_by_its_damage_and_matches_nothing(String exported, String why) {
        assertThat(ForeignHashes.recognise(exported))
                .isInstanceOfSatisfying(
                        Recognition.Damaged.class,
                        damaged -> assertThat(damaged.why()).contains(why));
        assertThat(verifies(PASSWORD, new PasswordHash(exported))).isFalse();
    }

    /** From the products' own tests, or made by their reference implementation. */
    static List<Arguments> shapes() {
        return List.of(
                Arguments.of(
                        "ASP.NET Core, SHA-512, 50 rounds, 128 bits",
                        "my password",
                        "AQAAAAIAAAAyAAAAEOMwvh3+FZxqkdMBz2ekgGhwQ4B6pZWND6zgESBuWiHw"),
                Arguments.of(
                        "ASP.NET Core, SHA-1, 250 rounds, 128 bits",
                        "my password",
                        "AQAAAAAAAAD6AAAAEAhftMyfTJylOlZT+eEotFXd1elee8ih5WsjXaR3PA9M"),
                Arguments.of(
                        "Django, Argon2 of before its version was written",
                        "secret",
                        "argon2$argon2i$m=8,t=1,p=1$c29tZXNhbHQ$gwQOXSNhxiOxPOA0+PY10P9QFO4NAYysnqRt1GSQLE55m+2GYDt9FEjPMHhP"
                                + "2Cuf0nOEXXMocVrsJAtNSsKyfg"),
                Arguments.of(
                        "Argon2 without a version",
                        "password",
                        "$argon2i$m=65536,t=2,p=1$c29tZXNhbHQAAAAAAAAAAA$HH7u+eDpabMCRyL8hkocqfbKINpz+b8/FzGIG+riA54"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void every_shape_that_a_product_has_written_is_read(String shape, String password, String exported) {
        PasswordHash hash = recognised(exported).hash();

        assertThat(verifies(password, hash)).isTrue();
        assertThat(verifies(password + "!", hash)).isFalse();
    }

    static List<Arguments> unsupported() {
        return List.of(
                Arguments.of("pbkdf2:sha3_256:1000$salt$3050cdab8698cdd3307ebea68be78fb0", "pbkdf2:sha3_256"),
                Arguments.of("pbkdf2:md5:1000$salt$3050cdab8698cdd3307ebea68be78fb0", "pbkdf2:md5"),
                Arguments.of("$2x$04$.C/5H3/VflyuvjSJCHEs1.eASkNgY917bZHSNW9sVLUUw8GJPmCK6", "$2x$"),
                Arguments.of("bcrypt$$2x$04$.C/5H3/VflyuvjSJCHEs1.eASkNgY917bZHSNW9sVLUUw8GJPmCK6", "$2x$"),
                Arguments.of("$2$04$.C/5H3/VflyuvjSJCHEs1.eASkNgY917bZHSNW9sVLUUw8GJPmCK6", "$2$"),
                Arguments.of(
                        "$argon2id$v=20$m=1024,t=2,p=1$aXdlWHp0UGROdnVJeW51Yg$aiZTVYpGVGjqnMgSSydgNzdEb/M7+FYsfDIM7pUY",
                        "v=20"),
                Arguments.of("$pbkdf2-sha3-256$1000$MDEyMzQ1Njc4OWFiY2RlZg$MDEyMzQ1Njc4OWFiY2RlZg", "pbkdf2:sha3-256"),
                Arguments.of(
                        "AQAAAAcAAAPoAAAAEAABAgMEBQYHCAkKCwwNDg9qRE8t2BUI+0YyRNwcYB7374YQzXpyy2HesOBj1RK3+g==",
                        "pbkdf2:KeyDerivationPrf 7"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("unsupported")
    void a_function_that_is_not_computed_here_is_called_that_and_not_damaged(String exported, String function) {
        assertThat(ForeignHashes.recognise(exported))
                .isInstanceOfSatisfying(
                        Recognition.Unsupported.class,
                        told -> assertThat(told.function()).isEqualTo(function));
        assertThat(verifies(PASSWORD, new PasswordHash(exported))).isFalse();
    }

    /** Every hash of {@link #hashes} with other bits where its text has more of them than its bytes. */
    static List<Arguments> otherSpellings() {
        return hashes().stream()
                .map(arguments -> (String) arguments.get()[1])
                .flatMap(ForeignHashesTest::spellings)
                .map(Arguments::of)
                .toList();
    }

    private static Stream<String> spellings(String exported) {
        int bcrypt = exported.indexOf("$2");
        if (bcrypt >= 0) {
            // 16 bytes in 22 characters, and 23 in 31.
            return Stream.concat(
                    spellings(exported, bcrypt + 28, BCRYPT_ALPHABET, 4),
                    spellings(exported, exported.length() - 1, BCRYPT_ALPHABET, 2));
        }
        boolean isBase64 = exported.startsWith("A") || exported.contains("argon2") || exported.startsWith("pbkdf2_");
        String text = exported.replaceAll("=+$", "");
        int tail = text.substring(Math.max(text.lastIndexOf('$'), text.lastIndexOf('}')) + 1)
                        .length()
                % 4;
        int spareBits = tail == 2 ? 4 : tail == 3 ? 2 : 0;
        return isBase64 && spareBits > 0
                ? spellings(exported, text.length() - 1, BASE64_ALPHABET, spareBits)
                : Stream.empty();
    }

    private static Stream<String> spellings(String exported, int position, String alphabet, int spareBits) {
        int value = alphabet.indexOf(exported.charAt(position)) >> spareBits << spareBits;
        return IntStream.range(0, 1 << spareBits)
                .mapToObj(bits -> exported.substring(0, position)
                        + alphabet.charAt(value + bits)
                        + exported.substring(position + 1));
    }

    @ParameterizedTest
    @MethodSource("otherSpellings")
    void what_is_taken_at_the_import_can_match(String exported) {
        if (ForeignHashes.recognise(exported) instanceof Recognition.Recognised known) {
            assertThat(verifies(PASSWORD, known.hash())).isTrue();
        }
    }

    @Test
    void bcrypt_is_taken_with_any_bits_behind_its_salt() {
        assertThat(spellings("$2y$04$.C/5H3/VflyuvjSJCHEs1.eASkNgY917bZHSNW9sVLUUw8GJPmCK6"))
                .hasSize(16 + 4)
                .allSatisfy(exported ->
                        assertThat(ForeignHashes.recognise(exported)).isInstanceOf(Recognition.Recognised.class));
    }

    @Nested
    class Telling_a_password_from_others {
        private static final String BCRYPT = "$2y$04$IFOgAF2pYrKCNTMgKrWAqunG9wwTKcC6k8sWWVywKalNGzt6uleGm";
        private static final String PBKDF2 =
                "pbkdf2_sha256$1000$abcDEF0123456789$VH1p6ENPN2SMQzw1/9xeeqzHErsjQQBT6JIJJMV4ezU=";
        private static final String BCRYPT_SHA256 =
                "bcrypt_sha256$$2b$04$q0NbzaD89DoMx/Pj1Jp.KeZoR5xti0rdVabAmZJudEyLGsGjI8Q8G";
        private static final String ARGON2 =
                "argon2$argon2id$v=19$m=1024,t=1,p=2$YWJjREVGMDEyMzQ1Njc4OQ$mRbSQX8dhzr7SxOtRvJ9dA";

        static List<Arguments> passwords() {
            String long71 = "a".repeat(71);
            return List.of(
                    Arguments.of("bcrypt, 71 bytes", BCRYPT, long71, true),
                    Arguments.of("bcrypt, 72 bytes: the hash may be of more", BCRYPT, long71 + "a", false),
                    Arguments.of("bcrypt, 73 bytes", BCRYPT, long71 + "ab", false),
                    Arguments.of("bcrypt, 72 bytes in fewer letters", BCRYPT, "é".repeat(36), false),
                    Arguments.of("bcrypt, a zero", BCRYPT, "a\0b", false),
                    Arguments.of("Django's bcrypt, 73 bytes", "bcrypt$" + BCRYPT, long71 + "ab", false),
                    Arguments.of("bcrypt over SHA-256, 73 bytes", BCRYPT_SHA256, long71 + "ab", true),
                    Arguments.of("bcrypt over SHA-256, a zero", BCRYPT_SHA256, "a\0b", true),
                    Arguments.of("PBKDF2, 1000 bytes", PBKDF2, "a".repeat(1000), true),
                    Arguments.of("PBKDF2, a zero at the end", PBKDF2, "a\0", false),
                    Arguments.of("scrypt, a zero at the end", WERKZEUG_SCRYPT, "a\0", false),
                    Arguments.of("Argon2, a zero at the end", ARGON2, "a\0", true));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("passwords")
        void is_what_a_format_does_or_does_not(String label, String exported, String typed, boolean isTold) {
            PasswordHash hash = recognised(exported).hash();
            Password password = Password.parse(typed).orElseThrow();

            assertThat(ForeignHashes.formats().stream()
                            .filter(format -> format.reads(hash))
                            .map(format -> format.tellsApart(password, hash)))
                    .containsExactly(isTold);
        }

        @Test
        void is_what_no_hash_that_cannot_be_read_does() {
            assertThat(ForeignHashes.formats())
                    .noneMatch(format -> format.tellsApart(Password.parse("a").orElseThrow(), new PasswordHash("$2")));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', no hash that is known here",
        "secret, perhaps it is a password in plain text",
        "{noop}secret, is a password in plain text",
        "!, no hash",
        "5f4dcc3b5aa765d61d8327deb882cf99, an MD5 digest",
        "md5$salt$5f4dcc3b5aa765d61d8327deb882cf99, an MD5 digest",
        "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8, a SHA-1 digest",
        "*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19, a SHA-1 digest",
        "3050cdab8698cdd3307ebea68be78fb00e69d075fa94b6905a0737e67e9f47aa, a SHA-256 digest without a salt",
        "$6$salt$IxDD3jeSOb5eB1CX5LBsqZFVkJdido3OUILO5Ifz5iwMuTS4XMS130MTSuDDl3aCI6WouIL9AjRbLCelDCy.g., '$5$, $6$'",
        "$S$E1234567812345678123456781234567812345678123456781234, Drupal 7",
        "{SSHA}0123456789, an LDAP server",
        "md6$salt$5f4dcc3b5aa765d61d8327deb882cf99, a format that is not known here"
    })
    void what_is_no_slow_hash_is_not_taken_and_called_what_it_is(String exported, String what) {
        assertThat(ForeignHashes.recognise(exported))
                .isInstanceOfSatisfying(
                        Recognition.Unknown.class,
                        unknown -> assertThat(unknown.what()).contains(what));
    }

    @Test
    void a_hash_of_ours_is_read_by_no_foreign_format() {
        PasswordHash ours = new PasswordHash(
                "$argon2id$v=19$m=1024,t=2,p=1$aXdlWHp0UGROdnVJeW51Yg$aiZTVYpGVGjqnMgSSydgNzdEb/M7+FYsfDIM7pUY+pU");

        assertThat(ForeignHashes.formats()).noneMatch(format -> format.reads(ours));
    }

    @Test
    void nothing_that_a_store_could_hold_makes_verifying_fail() {
        Tries.run(chance ->
                assertThat(verifies(PASSWORD, new PasswordHash(chance.text()))).isFalse());
    }

    private static Recognition.Recognised recognised(String exported) {
        return (Recognition.Recognised) ForeignHashes.recognise(exported);
    }

    /** As {@link dev.latchkey.core.credential.PasswordHashers} does: the format that reads a hash verifies it. */
    private static boolean verifies(String typed, PasswordHash hash) {
        Password password = Password.parse(typed).orElseThrow();
        return ForeignHashes.formats().stream()
                .filter((ForeignPasswordFormat format) -> format.reads(hash))
                .anyMatch(format -> format.matches(password, hash));
    }
}
