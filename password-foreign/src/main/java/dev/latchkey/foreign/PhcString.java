package dev.latchkey.foreign;

import static dev.latchkey.foreign.Encoded.NUMBER;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PBKDF2 and scrypt as the PHC string format has them ({@code $pbkdf2-sha256$i=600000,l=32$salt$output},
 * {@code $scrypt$ln=17,r=8,p=1$salt$output}) and as Passlib writes them: the iterations without a name, dots for plus
 * signs, and also {@code $pbkdf2$} for SHA-1 and bcrypt over a digest, {@code $bcrypt-sha256$}. What Keycloak keeps in
 * JSON is spelled so at the import.
 *
 * @see <a href="https://github.com/P-H-C/phc-string-format">PHC string format</a>
 */
final class PhcString implements Format {
    private static final String BASE64 = "([A-Za-z0-9+/.]{1,400}={0,2})";
    private static final Pattern PBKDF2 = Pattern.compile("\\$pbkdf2(?:-([a-z0-9-]{1,20}))?\\$(?:" + NUMBER + "|i="
            + NUMBER + "(?:,l=" + NUMBER + ")?)\\$" + BASE64 + "\\$" + BASE64);
    private static final Pattern SCRYPT = Pattern.compile(
            "\\$scrypt\\$ln=([0-9]{1,2}),r=" + NUMBER + ",p=" + NUMBER + "\\$" + BASE64 + "\\$" + BASE64);
    private static final String BCRYPT_BASE64 = "([./A-Za-z0-9]{22})\\$([./A-Za-z0-9]{31})";
    private static final Pattern BCRYPT =
            Pattern.compile("\\$bcrypt-sha256\\$v=2,t=2b,r=([0-9]{1,2})\\$" + BCRYPT_BASE64);
    private static final Pattern FORMER_BCRYPT =
            Pattern.compile("\\$bcrypt-sha256\\$(2[ab]),([0-9]{1,2})\\$" + BCRYPT_BASE64);
    private static final Pattern ANY = Pattern.compile("\\$(pbkdf2(-[a-z0-9-]{1,20})?|scrypt|bcrypt-sha256)\\$.*");

    @Override
    public String name() {
        return "PHC string format";
    }

    @Override
    public Optional<String> stored(String exported) {
        return Optional.of(exported).filter(text -> ANY.matcher(text).matches());
    }

    @Override
    public Reading read(String stored) {
        Matcher pbkdf2 = PBKDF2.matcher(stored);
        if (pbkdf2.matches()) {
            return pbkdf2(pbkdf2);
        }
        Matcher scrypt = SCRYPT.matcher(stored);
        if (scrypt.matches()) {
            return scrypt(scrypt);
        }
        Matcher bcrypt = BCRYPT.matcher(stored);
        if (bcrypt.matches()) {
            byte[] key = bcrypt.group(2).getBytes(US_ASCII);
            return bcrypt("2b", bcrypt.group(1), bcrypt.group(2) + bcrypt.group(3))
                    .with(bare -> bare.ofDigest(password -> base64(Digests.hmac("HmacSHA256", key, password))));
        }
        Matcher former = FORMER_BCRYPT.matcher(stored);
        return former.matches()
                ? bcrypt(former.group(1), former.group(2), former.group(3) + former.group(4))
                        .with(bare -> bare.ofDigest(password -> base64(Digests.of("SHA-256", password))))
                : Reading.misshapen();
    }

    private static Reading pbkdf2(Matcher matcher) {
        String digest = matcher.group(1) == null ? "sha1" : matcher.group(1);
        String iterations = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
        String length = matcher.group(4);
        return Encoded.base64(
                "salt",
                matcher.group(5),
                salt -> Encoded.base64(
                        "output",
                        matcher.group(6),
                        expected -> length == null || Long.parseLong(length) == expected.length
                                ? Derivation.pbkdf2(digest, Long.parseLong(iterations), salt, expected)
                                : new Reading.Damaged("output has " + expected.length + " bytes, and l is " + length)));
    }

    private static Reading scrypt(Matcher matcher) {
        int log2 = Integer.parseInt(matcher.group(1));
        return Encoded.base64(
                "salt",
                matcher.group(4),
                salt -> Encoded.base64(
                        "output",
                        matcher.group(5),
                        expected -> log2 > 62
                                ? new Reading.TooCostly("scrypt with ln = " + log2)
                                : Derivation.scrypt(
                                        1L << log2,
                                        Long.parseLong(matcher.group(2)),
                                        Long.parseLong(matcher.group(3)),
                                        salt,
                                        expected)));
    }

    private static Reading bcrypt(String variant, String cost, String saltAndOutput) {
        return Bcrypt.parse("$" + variant + "$" + (cost.length() == 1 ? "0" : "") + cost + "$" + saltAndOutput);
    }

    private static byte[] base64(byte[] digest) {
        return Base64.getEncoder().encode(digest);
    }
}
