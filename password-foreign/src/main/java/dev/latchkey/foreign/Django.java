package dev.latchkey.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Django: {@code pbkdf2_sha256$…}, {@code pbkdf2_sha1$…}, {@code scrypt$…}, {@code bcrypt$…} and
 * {@code bcrypt_sha256$…}. Its Argon2 is read by {@link Argon2}.
 */
final class Django implements Format {
    private static final String BASE64 = "([A-Za-z0-9+/]{20,172}={0,2})";
    private static final Pattern PBKDF2 =
            Pattern.compile("pbkdf2_(sha1|sha256)\\$([1-9][0-9]{0,8})\\$([^$]{1,128})\\$" + BASE64);
    private static final Pattern SCRYPT = Pattern.compile(
            "scrypt\\$([1-9][0-9]{0,8})\\$([^$]{1,128})" + "\\$([1-9][0-9]{0,4})\\$([1-9][0-9]{0,4})\\$" + BASE64);
    private static final Pattern BCRYPT = Pattern.compile("bcrypt\\$(\\$2.*)");
    private static final Pattern BCRYPT_SHA256 = Pattern.compile("bcrypt_sha256\\$(\\$2.*)");
    private static final Pattern ANY = Pattern.compile("(pbkdf2_sha1|pbkdf2_sha256|scrypt|bcrypt|bcrypt_sha256)\\$.*");

    @Override
    public String name() {
        return "Django";
    }

    @Override
    public Optional<String> stored(String exported) {
        return Optional.of(exported).filter(text -> ANY.matcher(text).matches());
    }

    @Override
    public Optional<Derivation> derivation(String stored) {
        Matcher pbkdf2 = PBKDF2.matcher(stored);
        if (pbkdf2.matches()) {
            return Base64Text.decode(pbkdf2.group(4))
                    .flatMap(expected -> Derivation.pbkdf2(
                            pbkdf2.group(1),
                            Integer.parseInt(pbkdf2.group(2)),
                            pbkdf2.group(3).getBytes(UTF_8),
                            expected));
        }
        Matcher scrypt = SCRYPT.matcher(stored);
        if (scrypt.matches()) {
            return Base64Text.decode(scrypt.group(5))
                    .flatMap(expected -> Derivation.scrypt(
                            Integer.parseInt(scrypt.group(1)),
                            Integer.parseInt(scrypt.group(3)),
                            Integer.parseInt(scrypt.group(4)),
                            scrypt.group(2).getBytes(UTF_8),
                            expected));
        }
        Matcher bcrypt = BCRYPT.matcher(stored);
        if (bcrypt.matches()) {
            return Bcrypt.parse(bcrypt.group(1));
        }
        Matcher digested = BCRYPT_SHA256.matcher(stored);
        return digested.matches()
                ? Bcrypt.parse(digested.group(1)).map(derivation -> derivation.ofDigest(Django::hexOfSha256))
                : Optional.empty();
    }

    @Override
    public Optional<String> unsupported(String stored) {
        Matcher bcrypt = BCRYPT.matcher(stored);
        Matcher digested = BCRYPT_SHA256.matcher(stored);
        if (bcrypt.matches()) {
            return new Bcrypt().unsupported(bcrypt.group(1));
        }
        return digested.matches() ? new Bcrypt().unsupported(digested.group(1)) : Optional.empty();
    }

    /** What Django puts before bcrypt, so that the 73rd byte of a password counts. */
    private static byte[] hexOfSha256(byte[] password) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(password);
            return HexFormat.of().formatHex(digest).getBytes(UTF_8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
