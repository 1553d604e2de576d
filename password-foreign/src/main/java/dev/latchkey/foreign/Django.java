package dev.latchkey.foreign;

import static dev.latchkey.foreign.Encoded.NUMBER;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Django: {@code pbkdf2_sha256$…}, {@code pbkdf2_sha1$…}, {@code scrypt$…}, {@code bcrypt$…} and
 * {@code bcrypt_sha256$…}. Its Argon2 is read by {@link Argon2}, its salted SHA-1 by {@link SaltedDigest}.
 */
final class Django implements Format {
    private static final String SALT = "([^$]{1,128})";
    private static final String BASE64 = "([A-Za-z0-9+/]{1,400}={0,2})";
    private static final Pattern PBKDF2 =
            Pattern.compile("pbkdf2_(sha[0-9]{1,3}|md5)\\$" + NUMBER + "\\$" + SALT + "\\$" + BASE64);
    private static final Pattern SCRYPT =
            Pattern.compile("scrypt\\$" + NUMBER + "\\$" + SALT + "\\$" + NUMBER + "\\$" + NUMBER + "\\$" + BASE64);
    private static final Pattern BCRYPT = Pattern.compile("bcrypt(_sha256)?\\$(\\$2.*)");
    private static final Pattern ANY =
            Pattern.compile("(pbkdf2_sha[0-9]{1,3}|pbkdf2_md5|scrypt|bcrypt|bcrypt_sha256)\\$.*");

    @Override
    public String name() {
        return "Django";
    }

    @Override
    public Optional<String> stored(String exported) {
        return Optional.of(exported).filter(text -> ANY.matcher(text).matches());
    }

    @Override
    public Reading read(String stored) {
        Matcher pbkdf2 = PBKDF2.matcher(stored);
        if (pbkdf2.matches()) {
            return Encoded.base64(
                    "output",
                    pbkdf2.group(4),
                    expected -> Derivation.pbkdf2(
                            pbkdf2.group(1),
                            Long.parseLong(pbkdf2.group(2)),
                            pbkdf2.group(3).getBytes(UTF_8),
                            expected));
        }
        Matcher scrypt = SCRYPT.matcher(stored);
        if (scrypt.matches()) {
            return Encoded.base64(
                    "output",
                    scrypt.group(5),
                    expected -> Derivation.scrypt(
                            Long.parseLong(scrypt.group(1)),
                            Long.parseLong(scrypt.group(3)),
                            Long.parseLong(scrypt.group(4)),
                            scrypt.group(2).getBytes(UTF_8),
                            expected));
        }
        Matcher bcrypt = BCRYPT.matcher(stored);
        if (!bcrypt.matches()) {
            return Reading.misshapen();
        }
        Reading bare = Bcrypt.parse(bcrypt.group(2));
        return bcrypt.group(1) == null ? bare : bare.with(derivation -> derivation.ofDigest(Django::hexOfSha256));
    }

    /** What Django puts before bcrypt, so that the 73rd byte of a password counts. */
    private static byte[] hexOfSha256(byte[] password) {
        return HexFormat.of().formatHex(Digests.of("SHA-256", password)).getBytes(UTF_8);
    }
}
