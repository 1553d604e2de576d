package dev.latchkey.foreign;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2 as Django ({@code argon2$argon2id$…}), PHP and Spring ({@code $argon2id$…}, also after {@code {argon2}}) write
 * it. Kept with {@code argon2} in front, as Django does: these are over what was typed, while a hash of ours, which begins
 * with a dollar sign, is over its normal form.
 */
final class Argon2 implements Format {
    private static final String MARK = "argon2";
    private static final String SPRING_PREFIX = "{argon2}";
    private static final Pattern HASH = Pattern.compile("argon2\\$argon2(id|i)(?:\\$v=(16|19))?"
            + "\\$m=([1-9][0-9]{0,6}),t=([1-9][0-9]?),p=([1-9][0-9]?)"
            + "\\$([A-Za-z0-9+/]{8,172})\\$([A-Za-z0-9+/]{22,172})");

    @Override
    public String name() {
        return "Argon2";
    }

    @Override
    public Optional<String> stored(String exported) {
        String bare = exported.startsWith(SPRING_PREFIX) ? exported.substring(SPRING_PREFIX.length()) : exported;
        if (bare.startsWith(MARK + "$argon2")) {
            return Optional.of(bare);
        }
        return bare.startsWith("$argon2") ? Optional.of(MARK + bare) : Optional.empty();
    }

    @Override
    public Optional<Derivation> derivation(String stored) {
        Matcher matcher = HASH.matcher(stored);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String version = matcher.group(2);
        if (version != null) {
            return derivation(matcher, Integer.parseInt(version));
        }
        // Written before there was a second version, or by what left it out later: it may be of either.
        return derivation(matcher, Argon2Parameters.ARGON2_VERSION_10)
                .flatMap(early ->
                        derivation(matcher, Argon2Parameters.ARGON2_VERSION_13).map(late -> early.or(late)));
    }

    private static Optional<Derivation> derivation(Matcher matcher, int version) {
        int variant = matcher.group(1).equals("id") ? Argon2Parameters.ARGON2_id : Argon2Parameters.ARGON2_i;
        return Base64Text.decode(matcher.group(6))
                .flatMap(salt -> Base64Text.decode(matcher.group(7))
                        .flatMap(expected -> Derivation.argon2(
                                variant,
                                version,
                                Integer.parseInt(matcher.group(3)),
                                Integer.parseInt(matcher.group(4)),
                                Integer.parseInt(matcher.group(5)),
                                salt,
                                expected)));
    }

    @Override
    public Optional<String> unsupported(String stored) {
        return stored.startsWith(MARK + "$argon2d$") ? Optional.of("argon2d") : Optional.empty();
    }
}
