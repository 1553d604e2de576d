package dev.latchkey.argon2;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code $argon2id$v=19$m=…,t=…,p=…$salt$hash}, read strictly: one spelling for one hash, and every number within
 * bounds before anything is allocated for it. Whoever can write to the store must not be able to exhaust memory.
 *
 * @see <a href="https://github.com/P-H-C/phc-string-format">PHC string format</a>
 */
final class PhcString {
    private static final int MAX_LENGTH = 256;
    private static final Pattern FORMAT = Pattern.compile("\\$argon2id\\$v=19"
            + "\\$m=([1-9][0-9]{0,6}),t=([1-9][0-9]?),p=([1-9][0-9]?)"
            + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");
    private static final int MIN_SALT = 8;
    private static final int MIN_OUTPUT = 16;
    private static final int MAX_BYTES = 64;

    private final Argon2Parameters parameters;
    private final byte[] salt;
    private final byte[] output;

    PhcString(Argon2Parameters parameters, byte[] salt, byte[] output) {
        this.parameters = parameters;
        this.salt = salt;
        this.output = output;
    }

    Argon2Parameters parameters() {
        return parameters;
    }

    /** Not a copy, and never changed here. */
    byte[] salt() {
        return salt;
    }

    /** Not a copy, and never changed here. */
    byte[] output() {
        return output;
    }

    /** Empty when it is anything but a well-formed Argon2id string with parameters within bounds. */
    static Optional<PhcString> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Matcher matcher = FORMAT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            var parameters = new Argon2Parameters(
                    Integer.parseInt(matcher.group(1)),
                    Integer.parseInt(matcher.group(2)),
                    Integer.parseInt(matcher.group(3)));
            byte[] salt = Base64.getDecoder().decode(matcher.group(4));
            byte[] output = Base64.getDecoder().decode(matcher.group(5));
            var phc = new PhcString(parameters, salt, output);
            // The decoder ignores stray bits in the last character.
            return phc.isWithinBounds() && phc.format().equals(text) ? Optional.of(phc) : Optional.empty();
        } catch (IllegalArgumentException outOfBounds) {
            return Optional.empty();
        }
    }

    private boolean isWithinBounds() {
        return salt.length >= MIN_SALT
                && salt.length <= MAX_BYTES
                && output.length >= MIN_OUTPUT
                && output.length <= MAX_BYTES;
    }

    String format() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + parameters.memoryKib() + ",t=" + parameters.iterations() + ",p="
                + parameters.parallelism() + "$" + base64.encodeToString(salt) + "$" + base64.encodeToString(output);
    }
}
