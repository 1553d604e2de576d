package dev.latchkey.foreign;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * bcrypt as PHP and Laravel ({@code $2y$}), Spring ({@code $2a$}, also after {@code {bcrypt}}), Python and Node
 * ({@code $2b$}) write it.
 *
 * <p>bcrypt looks at 72 bytes. A longer password matches by its first 72, as it did where the hash was made: refusing it
 * would lock its owner out. From the first login here on every byte counts.
 */
final class Bcrypt implements Format {
    private static final Pattern HASH = Pattern.compile("\\$(2[aby])\\$([0-9]{2})\\$[./A-Za-z0-9]{53}");
    private static final String SPRING_PREFIX = "{bcrypt}";
    private static final int MAX_COST = 15;
    private static final int MAX_BYTES = 72;

    /** Version, cost and salt; what follows is the output. */
    private static final int SETTINGS_LENGTH = 29;

    @Override
    public String name() {
        return "bcrypt";
    }

    @Override
    public Optional<String> stored(String exported) {
        String bare = exported.startsWith(SPRING_PREFIX) ? exported.substring(SPRING_PREFIX.length()) : exported;
        return Optional.of(bare).filter(text -> text.startsWith("$2"));
    }

    @Override
    public Optional<Derivation> derivation(String stored) {
        return parse(stored);
    }

    static Optional<Derivation> parse(String hash) {
        Matcher matcher = HASH.matcher(hash);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int cost = Integer.parseInt(matcher.group(2));
        return cost >= 4 && cost <= MAX_COST
                ? Optional.of(Derivation.of(hash.getBytes(US_ASCII), password -> rehash(hash, password)))
                : Optional.empty();
    }

    /** The hash itself when the password is right, and something of the same length otherwise. */
    private static byte[] rehash(String hash, byte[] password) {
        byte[] seen = password.length > MAX_BYTES ? Arrays.copyOf(password, MAX_BYTES) : password;
        byte[] result = hash.getBytes(US_ASCII);
        if (!OpenBSDBCrypt.checkPassword(hash, seen)) {
            Arrays.fill(result, SETTINGS_LENGTH, result.length, (byte) '-');
        }
        return result;
    }
}
