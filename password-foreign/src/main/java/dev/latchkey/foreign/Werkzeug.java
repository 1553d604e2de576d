package dev.latchkey.foreign;

import static dev.latchkey.foreign.Encoded.NUMBER;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Werkzeug, and so Flask: {@code pbkdf2:sha256:600000$salt$hex} and {@code scrypt:32768:8:1$salt$hex}. What it wrote
 * when it was asked for a digest alone is read by {@link SaltedDigest}.
 */
final class Werkzeug implements Format {
    private static final String SALT_AND_HEX = "\\$([^$]{1,128})\\$([0-9a-f]{1,400})";

    /** Whatever the platform had could be asked for. */
    private static final Pattern PBKDF2 = Pattern.compile("pbkdf2:([a-z0-9_-]{1,20}):" + NUMBER + SALT_AND_HEX);

    private static final Pattern SCRYPT =
            Pattern.compile("scrypt:" + NUMBER + ":" + NUMBER + ":" + NUMBER + SALT_AND_HEX);

    @Override
    public String name() {
        return "Werkzeug";
    }

    @Override
    public Optional<String> stored(String exported) {
        return Optional.of(exported).filter(text -> text.startsWith("pbkdf2:") || text.startsWith("scrypt:"));
    }

    @Override
    public Reading read(String stored) {
        Matcher pbkdf2 = PBKDF2.matcher(stored);
        if (pbkdf2.matches()) {
            return Encoded.hex(
                    "output",
                    pbkdf2.group(4),
                    expected -> Derivation.pbkdf2(
                            pbkdf2.group(1),
                            Long.parseLong(pbkdf2.group(2)),
                            pbkdf2.group(3).getBytes(UTF_8),
                            expected));
        }
        Matcher scrypt = SCRYPT.matcher(stored);
        return scrypt.matches()
                ? Encoded.hex(
                        "output",
                        scrypt.group(5),
                        expected -> Derivation.scrypt(
                                Long.parseLong(scrypt.group(1)),
                                Long.parseLong(scrypt.group(2)),
                                Long.parseLong(scrypt.group(3)),
                                scrypt.group(4).getBytes(UTF_8),
                                expected))
                : Reading.misshapen();
    }
}
