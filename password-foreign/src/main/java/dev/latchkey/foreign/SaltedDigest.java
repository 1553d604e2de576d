package dev.latchkey.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.token.Tokens;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * One pass of a digest over salt and password: {@code sha256$salt$hex} of Werkzeug, which is an HMAC with the salt as its
 * key, and {@code sha1$salt$hex} of Werkzeug or Django, which puts the salt before the password.
 *
 * <p>Such a hash is guessed at by the billion, so it is never kept as it came: what is kept is Argon2id of it
 * ({@code salted-digest$sha256$salt$argon2…}), made at the import. So recognising one takes a moment.
 */
final class SaltedDigest implements Format {
    private static final String MARK = "salted-digest$";
    private static final String ALGORITHM = "(sha1|sha224|sha256|sha384|sha512)";
    private static final Pattern EXPORTED = Pattern.compile(ALGORITHM + "\\$([^$]{1,128})\\$([0-9a-f]+)");
    private static final Pattern HASH =
            Pattern.compile("salted-digest\\$" + ALGORITHM + "\\$([^$]{1,128})\\$(argon2\\$.*)");

    /** What OWASP's Password Storage cheat sheet recommends at least, as for hashes of ours. */
    private static final int MEMORY_KIB = 19 * 1024;

    private static final int PASSES = 2;
    private static final int SALT_BYTES = 16;
    private static final int OUTPUT_BYTES = 32;

    private final Tokens tokens = new Tokens();

    @Override
    public String name() {
        return "salted digests";
    }

    @Override
    public boolean reads(PasswordHash hash) {
        return hash.phc().startsWith(MARK);
    }

    @Override
    public Optional<String> stored(String exported) {
        if (exported.startsWith(MARK)) {
            return Optional.of(exported);
        }
        Matcher matcher = EXPORTED.matcher(exported);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String prefix = MARK + matcher.group(1) + "$" + matcher.group(2) + "$";
        return Optional.of(prefix + (isWhole(matcher.group(1), matcher.group(3)) ? slow(matcher.group(3)) : ""));
    }

    private static boolean isWhole(String algorithm, String hex) {
        int bits = algorithm.equals("sha1") ? 160 : Integer.parseInt(algorithm.substring(3));
        return hex.length() * 4 == bits;
    }

    private String slow(String hex) {
        byte[] salt = tokens.newSecret(SALT_BYTES);
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(MEMORY_KIB)
                .withIterations(PASSES)
                .withParallelism(1)
                .withSalt(salt)
                .build());
        byte[] output = new byte[OUTPUT_BYTES];
        generator.generateBytes(hex.getBytes(UTF_8), output);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "argon2$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=1$" + base64.encodeToString(salt) + "$"
                + base64.encodeToString(output);
    }

    @Override
    public Reading read(String stored) {
        Matcher matcher = HASH.matcher(stored);
        if (!matcher.matches()) {
            return Reading.misshapen();
        }
        String algorithm = matcher.group(1);
        byte[] salt = matcher.group(2).getBytes(UTF_8);
        String mac = "Hmac" + algorithm.toUpperCase(Locale.ROOT);
        Reading slow = new Argon2().read(matcher.group(3));
        return slow.with(bare -> {
            Derivation keyed = bare.ofSpelling(hex(password -> Digests.hmac(mac, salt, password)));
            // Of two products one spelling: it may be of either.
            return algorithm.equals("sha1")
                    ? keyed.or(bare.ofSpelling(hex(password -> Digests.of("SHA-1", salt, password))))
                    : keyed;
        });
    }

    private static UnaryOperator<byte[]> hex(UnaryOperator<byte[]> digest) {
        return password -> HexFormat.of().formatHex(digest.apply(password)).getBytes(UTF_8);
    }
}
