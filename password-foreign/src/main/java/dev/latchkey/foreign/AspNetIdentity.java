package dev.latchkey.foreign;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * ASP.NET Core Identity, version 3 (PBKDF2 with the function and iterations it names) and version 2 (PBKDF2 with SHA-1
 * and 1000 iterations). It stores bare Base64; here its name stands before that.
 */
final class AspNetIdentity implements Format {
    private static final String PREFIX = "aspnet-identity$";
    private static final Pattern BARE = Pattern.compile("A[A-Za-z0-9+/]{57,382}={0,2}");

    private static final int VERSION_2_SALT = 16;
    private static final int VERSION_2_LENGTH = 1 + VERSION_2_SALT + 32;
    private static final int VERSION_2_ITERATIONS = 1000;

    /** Its own reader takes no salt and no output below 128 bits. */
    private static final int MIN_BYTES = 16;

    /** The version, three numbers, and the shortest salt and output. */
    private static final int VERSION_3_LENGTH = 1 + 3 * Integer.BYTES + 2 * MIN_BYTES;

    private static final Reading OF_NO_VERSION = new Reading.Damaged("text is of no version that there is");

    @Override
    public String name() {
        return "ASP.NET Identity";
    }

    @Override
    public Optional<String> stored(String exported) {
        if (exported.startsWith(PREFIX)) {
            return Optional.of(exported);
        }
        // Base64 that begins with A and whose first byte is a version: 0x00 or 0x01.
        return BARE.matcher(exported).matches() && !readBare(exported).equals(OF_NO_VERSION)
                ? Optional.of(PREFIX + exported)
                : Optional.empty();
    }

    @Override
    public Reading read(String stored) {
        return stored.startsWith(PREFIX) ? readBare(stored.substring(PREFIX.length())) : Reading.misshapen();
    }

    private static Reading readBare(String base64) {
        return Encoded.base64("text", base64, bytes -> {
            if (bytes.length == VERSION_2_LENGTH && bytes[0] == 0) {
                return pbkdf2("sha1", VERSION_2_ITERATIONS, VERSION_2_SALT, ByteBuffer.wrap(bytes, 1, 48));
            }
            if (bytes.length < VERSION_3_LENGTH || bytes[0] != 1) {
                return OF_NO_VERSION;
            }
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            rest.get();
            return pbkdf2(digest(rest.getInt()), rest.getInt(), rest.getInt(), rest);
        });
    }

    private static Reading pbkdf2(String digest, int iterations, int saltLength, ByteBuffer rest) {
        if (saltLength < MIN_BYTES || saltLength > rest.remaining()) {
            return new Reading.Damaged("salt has " + saltLength + " bytes of the " + rest.remaining() + " there are");
        }
        byte[] salt = new byte[saltLength];
        rest.get(salt);
        byte[] expected = new byte[rest.remaining()];
        rest.get(expected);
        return Derivation.pbkdf2(digest, iterations, salt, expected);
    }

    /** The functions of {@code KeyDerivationPrf}, by number. */
    private static String digest(int function) {
        return switch (function) {
            case 0 -> "sha1";
            case 1 -> "sha256";
            case 2 -> "sha512";
            default -> "KeyDerivationPrf " + function;
        };
    }
}
