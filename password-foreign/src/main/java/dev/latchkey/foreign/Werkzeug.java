package dev.latchkey.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Werkzeug, and so Flask: {@code pbkdf2:sha256:600000$salt$hex} and {@code scrypt:32768:8:1$salt$hex}. */
final class Werkzeug implements Format {
    private static final Pattern PBKDF2 =
            Pattern.compile("pbkdf2:(sha1|sha256|sha512):([1-9][0-9]{0,8})\\$([^$]{1,128})\\$((?:[0-9a-f]{2})++)");
    private static final Pattern SCRYPT = Pattern.compile(
            "scrypt:([1-9][0-9]{0,8}):([1-9][0-9]{0,4}):([1-9][0-9]{0,4})\\$([^$]{1,128})\\$((?:[0-9a-f]{2})++)");

    /** Whatever the platform had could be asked for. */
    private static final Pattern OTHER_FUNCTION = Pattern.compile(
            "pbkdf2:(?!(?:sha1|sha256|sha512):)([a-z0-9_-]{1,20}):[1-9][0-9]{0,8}\\$[^$]{1,128}\\$(?:[0-9a-f]{2})++");

    @Override
    public String name() {
        return "Werkzeug";
    }

    @Override
    public Optional<String> stored(String exported) {
        return Optional.of(exported).filter(text -> text.startsWith("pbkdf2:") || text.startsWith("scrypt:"));
    }

    @Override
    public Optional<String> unsupported(String stored) {
        Matcher other = OTHER_FUNCTION.matcher(stored);
        return other.matches() ? Optional.of("pbkdf2:" + other.group(1)) : Optional.empty();
    }

    @Override
    public Optional<Derivation> derivation(String stored) {
        Matcher pbkdf2 = PBKDF2.matcher(stored);
        if (pbkdf2.matches()) {
            return Derivation.pbkdf2(
                    pbkdf2.group(1),
                    Integer.parseInt(pbkdf2.group(2)),
                    pbkdf2.group(3).getBytes(UTF_8),
                    HexFormat.of().parseHex(pbkdf2.group(4)));
        }
        Matcher scrypt = SCRYPT.matcher(stored);
        return scrypt.matches()
                ? Derivation.scrypt(
                        Integer.parseInt(scrypt.group(1)),
                        Integer.parseInt(scrypt.group(2)),
                        Integer.parseInt(scrypt.group(3)),
                        scrypt.group(4).getBytes(UTF_8),
                        HexFormat.of().parseHex(scrypt.group(5)))
                : Optional.empty();
    }
}
