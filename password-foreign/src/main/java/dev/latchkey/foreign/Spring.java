package dev.latchkey.foreign;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Spring Security's delegating encoder writes besides bcrypt and Argon2: {@code {pbkdf2}…}, {@code {scrypt}…} and
 * both with {@code @SpringSecurity_v5_8}. PBKDF2's parameters are not in the text: they are the defaults that go with the
 * prefix. scrypt's are, so it is known without its prefix too: {@code $e0801$…}.
 */
final class Spring implements Format {
    private static final Pattern PBKDF2 = Pattern.compile("\\{pbkdf2(@SpringSecurity_v5_8)?}([0-9A-Fa-f]{1,400})");
    private static final Pattern SCRYPT = Pattern.compile(
            "\\{scrypt}\\$([0-9a-f]{5,8})\\$([A-Za-z0-9+/]{1,400}={0,2})\\$([A-Za-z0-9+/]{1,400}={0,2})");
    private static final Pattern SCRYPT_PREFIX = Pattern.compile("^\\{scrypt(?:@SpringSecurity_v5_8)?}");
    private static final Pattern BARE_SCRYPT = Pattern.compile("\\$[0-9a-f]{5,8}\\$[A-Za-z0-9+/=]+\\$[A-Za-z0-9+/=]+");
    private static final int OUTPUT_BYTES = 32;

    @Override
    public String name() {
        return "Spring Security";
    }

    @Override
    public Optional<String> stored(String exported) {
        if (exported.startsWith("{pbkdf2")) {
            return Optional.of(exported);
        }
        String bare = SCRYPT_PREFIX.matcher(exported).replaceFirst("");
        return !bare.equals(exported) || BARE_SCRYPT.matcher(exported).matches()
                ? Optional.of("{scrypt}" + bare)
                : Optional.empty();
    }

    @Override
    public Reading read(String stored) {
        Matcher pbkdf2 = PBKDF2.matcher(stored);
        if (pbkdf2.matches()) {
            return pbkdf2.group(1) == null
                    ? pbkdf2("sha1", 185_000, 8, pbkdf2.group(2))
                    : pbkdf2("sha256", 310_000, 16, pbkdf2.group(2));
        }
        Matcher scrypt = SCRYPT.matcher(stored);
        if (!scrypt.matches()) {
            return Reading.misshapen();
        }
        // The logarithm of N, r and p, in 16, 8 and 8 bits.
        long parameters = Long.parseLong(scrypt.group(1), 16);
        long log2 = parameters >> 16;
        return log2 > 62
                ? new Reading.TooCostly("scrypt with N = 2^" + log2)
                : Encoded.base64(
                        "salt",
                        scrypt.group(2),
                        salt -> Encoded.base64(
                                "output",
                                scrypt.group(3),
                                expected -> Derivation.scrypt(
                                        1L << log2, parameters >> 8 & 0xFF, parameters & 0xFF, salt, expected)));
    }

    private static Reading pbkdf2(String digest, int iterations, int saltBytes, String hex) {
        return Encoded.hex(
                "text",
                hex,
                bytes -> bytes.length == saltBytes + OUTPUT_BYTES
                        ? Derivation.pbkdf2(
                                digest,
                                iterations,
                                Arrays.copyOf(bytes, saltBytes),
                                Arrays.copyOfRange(bytes, saltBytes, bytes.length))
                        : new Reading.Damaged("text has " + bytes.length + " bytes, and the defaults of Spring Security"
                                + " give " + (saltBytes + OUTPUT_BYTES)));
    }
}
