package dev.latchkey.foreign;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.BCrypt;

/**
 * bcrypt as PHP and Laravel ({@code $2y$}), Spring ({@code $2a$}, also after {@code {bcrypt}}), Python and Node
 * ({@code $2b$}) write it.
 *
 * <p>bcrypt looks at 72 bytes. A longer password matches by its first 72, as it did where the hash was made: refusing it
 * would lock its owner out. Such a hash stays, because what is behind the 72nd byte may be a slip that was never part of
 * the password.
 */
final class Bcrypt implements Format {
    private static final Pattern HASH =
            Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})");
    private static final Pattern UNSUPPORTED = Pattern.compile("\\$(2x?)\\$[0-9]{2}\\$[./A-Za-z0-9]{53}");
    private static final String SPRING_PREFIX = "{bcrypt}";
    private static final int MAX_COST = 15;
    private static final int MAX_BYTES = 72;

    /** Of its 24 bytes of output bcrypt writes 23. */
    private static final int OUTPUT_BYTES = 23;

    private static final String BASE64_OF_BCRYPT = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

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
        int cost = Integer.parseInt(matcher.group(1));
        if (cost < 4 || cost > MAX_COST) {
            return Optional.empty();
        }
        // Salt and output end in bits that count for nothing, so it is bytes that are compared and not texts.
        byte[] salt = decode(matcher.group(2));
        byte[] expected = decode(matcher.group(3));
        return Optional.of(Derivation.of(
                "bcrypt " + cost,
                expected,
                password -> Arrays.copyOf(BCrypt.generate(seen(password), salt, cost, true), OUTPUT_BYTES),
                Bcrypt::sawAll));
    }

    /** A zero follows where there is room. */
    private static byte[] seen(byte[] password) {
        return password.length > MAX_BYTES ? Arrays.copyOf(password, MAX_BYTES) : password;
    }

    /** At 72 bytes already the hash may be of a longer one; and some products stop at a zero. */
    private static boolean sawAll(byte[] password) {
        for (byte b : password) {
            if (b == 0) {
                return false;
            }
        }
        return password.length < MAX_BYTES;
    }

    private static byte[] decode(String text) {
        StringBuilder standard = new StringBuilder();
        text.chars().forEach(c -> standard.append(BASE64.charAt(BASE64_OF_BCRYPT.indexOf(c))));
        return Base64Text.decode(standard.toString()).orElseThrow();
    }

    @Override
    public Optional<String> unsupported(String stored) {
        Matcher matcher = UNSUPPORTED.matcher(stored);
        return matcher.matches() ? Optional.of("$" + matcher.group(1) + "$") : Optional.empty();
    }
}
