package dev.latchkey.foreign;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * WordPress: since 6.8 bcrypt over an HMAC ({@code $wp$2y$…}), before that the portable hashes of phpass, MD5 many times
 * over ({@code $P$…}, of phpBB {@code $H$…}). WordPress also hashes a password with a backslash before each quote and
 * backslash, as it came from the login form; so that is tried as well.
 */
final class WordPress implements Format {
    private static final Pattern PORTABLE =
            Pattern.compile("\\$[PH]\\$([./0-9A-Za-z])([./0-9A-Za-z]{8})([./0-9A-Za-z]{22})");
    private static final Pattern BCRYPT = Pattern.compile("\\$wp(\\$2.*)");
    private static final Pattern ANY = Pattern.compile("\\$(?:wp\\$2|P\\$|H\\$).*");
    private static final String ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final byte[] KEY = "wp-sha384".getBytes(US_ASCII);
    private static final int MIN_LOG2 = 7;

    /** A million rounds of MD5 over a password of 1024 bytes take what the dearest PBKDF2 takes. */
    private static final int MAX_LOG2 = 20;

    @Override
    public String name() {
        return "WordPress";
    }

    @Override
    public Optional<String> stored(String exported) {
        return Optional.of(exported).filter(text -> ANY.matcher(text).matches());
    }

    @Override
    public Reading read(String stored) {
        Matcher bcrypt = BCRYPT.matcher(stored);
        if (bcrypt.matches()) {
            return Bcrypt.parse(bcrypt.group(1))
                    .with(bare -> bare.ofDigest(WordPress::digest).alsoOfSpelling(WordPress::withSlashes));
        }
        Matcher portable = PORTABLE.matcher(stored);
        return portable.matches() ? portable(portable) : Reading.misshapen();
    }

    private static Reading portable(Matcher matcher) {
        int log2 = ALPHABET.indexOf(matcher.group(1));
        if (log2 < MIN_LOG2 || log2 > 30) {
            return new Reading.Damaged("count of rounds is 2^" + log2 + ", and there is none below 2^7 or above 2^30");
        }
        if (log2 > MAX_LOG2) {
            return new Reading.TooCostly("2^" + log2 + " rounds of MD5, and at most 2^" + MAX_LOG2 + " are computed");
        }
        byte[] salt = matcher.group(2).getBytes(US_ASCII);
        return new Reading.Whole(Derivation.of(
                        "phpass " + log2,
                        decode(matcher.group(3)),
                        password -> md5(password, salt, log2),
                        password -> true)
                .alsoOfSpelling(WordPress::withSlashes));
    }

    private static byte[] md5(byte[] password, byte[] salt, int log2) {
        byte[] digest = Digests.of("MD5", salt, password);
        for (int round = 1 << log2; round > 0; round--) {
            digest = Digests.of("MD5", digest, password);
        }
        return digest;
    }

    /** phpass writes three bytes as four letters, the lowest bits first. */
    private static byte[] decode(String text) {
        byte[] bytes = new byte[16];
        int bits = 0;
        int held = 0;
        int written = 0;
        for (int i = 0; i < text.length(); i++) {
            bits |= ALPHABET.indexOf(text.charAt(i)) << held;
            held += 6;
            while (held >= 8 && written < bytes.length) {
                bytes[written++] = (byte) bits;
                bits >>>= 8;
                held -= 8;
            }
            if (i % 4 == 3) {
                bits = 0;
                held = 0;
            }
        }
        return bytes;
    }

    private static byte[] digest(byte[] password) {
        return Base64.getEncoder().encode(Digests.hmac("HmacSHA384", KEY, password));
    }

    /** As PHP's {@code addslashes}; a zero byte, which becomes a backslash and a digit, comes from no form. */
    private static byte[] withSlashes(byte[] password) {
        ByteArrayOutputStream slashed = new ByteArrayOutputStream(password.length + 8);
        for (byte b : password) {
            if (b == '\'' || b == '"' || b == '\\') {
                slashed.write('\\');
            }
            slashed.write(b);
        }
        byte[] result = slashed.toByteArray();
        return Arrays.equals(result, password) ? password : result;
    }
}
