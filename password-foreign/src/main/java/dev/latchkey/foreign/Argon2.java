package dev.latchkey.foreign;

import static dev.latchkey.foreign.Encoded.NUMBER;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2 as Django ({@code argon2$argon2id$…}), PHP, Python and Spring ({@code $argon2id$…}, also after
 * {@code {argon2}}) write it. Kept with {@code argon2} in front, as Django does: these are over what was typed, while a
 * hash of ours, which begins with a dollar sign, is over its normal form.
 */
final class Argon2 implements Format {
    private static final String MARK = "argon2";
    private static final Pattern SPRING_PREFIX = Pattern.compile("^\\{argon2(?:@SpringSecurity_v5_8)?}");
    private static final Pattern HASH = Pattern.compile("argon2\\$argon2(id|i|d)(?:\\$v=" + NUMBER + ")?"
            + "\\$m=" + NUMBER + ",t=" + NUMBER + ",p=" + NUMBER
            + "\\$([A-Za-z0-9+/]{1,400}={0,2})\\$([A-Za-z0-9+/]{1,400}={0,2})");

    private static final Reading CUT = new Reading.Damaged("output lacks characters at its end");

    @Override
    public String name() {
        return "Argon2";
    }

    @Override
    public Optional<String> stored(String exported) {
        String bare = SPRING_PREFIX.matcher(exported).replaceFirst("");
        if (bare.startsWith(MARK + "$argon2")) {
            return Optional.of(bare);
        }
        return bare.startsWith("$argon2") ? Optional.of(MARK + bare) : Optional.empty();
    }

    @Override
    public Reading read(String stored) {
        Matcher matcher = HASH.matcher(stored);
        if (!matcher.matches()) {
            return Reading.misshapen();
        }
        String version = matcher.group(2);
        if (version == null) {
            // Written before there was a second version, or by what left it out later: it may be of either.
            return read(matcher, Argon2Parameters.ARGON2_VERSION_10)
                    .then(early ->
                            read(matcher, Argon2Parameters.ARGON2_VERSION_13).with(early::or));
        }
        return switch (version) {
            case "16" -> read(matcher, Argon2Parameters.ARGON2_VERSION_10);
            case "19" -> read(matcher, Argon2Parameters.ARGON2_VERSION_13);
            default -> new Reading.Unsupported("v=" + version);
        };
    }

    private static Reading read(Matcher matcher, int version) {
        int variant = switch (matcher.group(1)) {
            case "id" -> Argon2Parameters.ARGON2_id;
            case "i" -> Argon2Parameters.ARGON2_i;
            default -> Argon2Parameters.ARGON2_d;
        };
        return Encoded.base64(
                "salt",
                matcher.group(6),
                salt -> Encoded.base64(
                        "output",
                        matcher.group(7),
                        expected -> isCut(matcher.group(7), expected)
                                ? CUT
                                : Derivation.argon2(
                                        variant,
                                        version,
                                        Long.parseLong(matcher.group(3)),
                                        Long.parseLong(matcher.group(4)),
                                        Long.parseLong(matcher.group(5)),
                                        salt,
                                        expected)));
    }

    /**
     * Another length makes another output, not a part of it, so what lost its end would match nothing. Systems ask
     * for 160 bits or for whole words of 64, and write zeros where the last letter has room for more.
     */
    private static boolean isCut(String base64, byte[] output) {
        String whole = Base64.getEncoder().withoutPadding().encodeToString(output);
        return (output.length % 8 != 0 && output.length != 20)
                || !base64.replace("=", "").equals(whole);
    }
}
