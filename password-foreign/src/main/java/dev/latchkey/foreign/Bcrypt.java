package dev.latchkey.foreign;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.BCrypt;

/**
 * bcrypt as PHP and Laravel ({@code $2y$}), Spring ({@code $2a$}, also after {@code {bcrypt}}), Python, Node and Auth0
 * ({@code $2b$}) write it. {@code $2x$} marks hashes of a library that took letters outside ASCII for others, and is not
 * computed here, nor is {@code $2$} of before 1999.
 *
 * <p>bcrypt looks at 72 bytes. A longer password matches by its first 72, as it did where the hash was made: refusing it
 * would lock its owner out. Such a hash stays, because what is behind the 72nd byte may be a slip that was never part of
 * the password.
 */
final class Bcrypt implements Format {
    private static final Pattern HASH =
            Pattern.compile("\\$2([abxy]?)\\$([0-9]{2})\\$([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})");
    private static final String SPRING_PREFIX = "{bcrypt}";
    private static final int MIN_COST = 4;
    private static final int MAX_COST = 15;
    private static final int MAX_BYTES = 72;

    /** Of its 24 bytes of output bcrypt writes 23. */
    private static final int OUTPUT_BYTES = 23;

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
    public Reading read(String stored) {
        return parse(stored);
    }

    static Reading parse(String hash) {
        Matcher matcher = HASH.matcher(hash);
        if (!matcher.matches()) {
            return Reading.misshapen();
        }
        String variant = matcher.group(1);
        if (variant.isEmpty() || variant.equals("x")) {
            return new Reading.Unsupported("$2" + variant + "$");
        }
        int cost = Integer.parseInt(matcher.group(2));
        if (cost > MAX_COST) {
            return new Reading.TooCostly("bcrypt with cost " + cost + ", and at most " + MAX_COST + " is computed");
        }
        if (cost < MIN_COST) {
            return new Reading.Damaged("cost is " + cost + ", and bcrypt has none below " + MIN_COST);
        }
        // Salt and output end in bits that count for nothing, so it is bytes that are compared and not texts.
        byte[] salt = Encoded.base64OfBcrypt(matcher.group(3));
        byte[] expected = Encoded.base64OfBcrypt(matcher.group(4));
        return new Reading.Whole(Derivation.of(
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
}
