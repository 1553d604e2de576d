package dev.latchkey.foreign;

import static dev.latchkey.foreign.Encoded.NUMBER;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.CTRModeCipher;
import org.bouncycastle.crypto.modes.SICBlockCipher;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * Firebase Authentication's own scrypt: the key that comes out encrypts the project's signer key (AES-256 in counter
 * mode), and that is the hash. Kept is {@code firebase-scrypt$ln=14,r=8$salt$keystream}, what the hash and the signer key
 * differ by ({@link FirebaseHashConfig}): the right password gives it, and the signer key need not be kept.
 *
 * @see <a href="https://github.com/firebase/scrypt">Firebase's modified scrypt</a>
 */
final class FirebaseScrypt implements Format {
    static final String MARK = "firebase-scrypt$";
    private static final String BASE64 = "([A-Za-z0-9+/]{1,400}={0,2})";
    private static final Pattern HASH =
            Pattern.compile("firebase-scrypt\\$ln=([0-9]{1,2}),r=" + NUMBER + "\\$" + BASE64 + "\\$" + BASE64);
    private static final int KEY_BYTES = 32;

    @Override
    public String name() {
        return "Firebase";
    }

    @Override
    public Optional<String> stored(String exported) {
        return Optional.of(exported).filter(text -> text.startsWith(MARK));
    }

    @Override
    public Reading read(String stored) {
        Matcher matcher = HASH.matcher(stored);
        if (!matcher.matches()) {
            return Reading.misshapen();
        }
        long n = 1L << Math.min(Integer.parseInt(matcher.group(1)), 62);
        long r = Long.parseLong(matcher.group(2));
        return Encoded.base64(
                "salt",
                matcher.group(3),
                salt -> Encoded.base64(
                        "output",
                        matcher.group(4),
                        keystream -> keystream.length < KEY_BYTES
                                ? new Reading.Damaged(
                                        "output has " + keystream.length + " bytes, fewer than " + KEY_BYTES)
                                : Derivation.scrypt(n, r, 1, salt, new byte[KEY_BYTES])
                                        .with(key -> key.followedBy(
                                                keystream, derived -> keystream(derived, keystream.length)))));
    }

    /** What AES-256 in counter mode, from zero on, adds to what it encrypts. */
    private static byte[] keystream(byte[] key, int length) {
        CTRModeCipher cipher = SICBlockCipher.newInstance(AESEngine.newInstance());
        cipher.init(true, new ParametersWithIV(new KeyParameter(key), new byte[16]));
        byte[] stream = new byte[length];
        cipher.processBytes(new byte[length], 0, length, stream, 0);
        Arrays.fill(key, (byte) 0);
        return stream;
    }
}
