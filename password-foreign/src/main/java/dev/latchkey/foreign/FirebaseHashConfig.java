package dev.latchkey.foreign;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Firebase project's password hash parameters, as its console shows them. One of them, the signer key, is a secret.
 */
public final class FirebaseHashConfig {
    private static final int MIN_SIGNER_KEY_BYTES = 32;

    private final byte[] signerKey;
    private final byte[] saltSeparator;
    private final String parameters;

    private FirebaseHashConfig(byte[] signerKey, byte[] saltSeparator, String parameters) {
        this.signerKey = signerKey;
        this.saltSeparator = saltSeparator;
        this.parameters = parameters;
    }

    /**
     * Reads the text that the console shows: <code>hash_config { algorithm: SCRYPT, base64_signer_key: …, … }</code>.
     *
     * @throws IllegalArgumentException naming what is missing or unreadable, without its value
     */
    public static FirebaseHashConfig parse(String text) {
        String algorithm = value(text, "algorithm").orElse("SCRYPT");
        if (!algorithm.equals("SCRYPT")) {
            throw new IllegalArgumentException("its algorithm is not SCRYPT");
        }
        byte[] key = bytes(text, "base64_signer_key");
        if (key.length < MIN_SIGNER_KEY_BYTES) {
            throw new IllegalArgumentException("its base64_signer_key is cut short");
        }
        return new FirebaseHashConfig(
                key,
                bytes(text, "base64_salt_separator"),
                "ln=" + number(text, "mem_cost") + ",r=" + number(text, "rounds"));
    }

    private static Optional<String> value(String text, String name) {
        Matcher matcher = Pattern.compile("\\b" + name + "\"?\\s*[:=]\\s*\"?([A-Za-z0-9+/_=-]*)")
                .matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static String required(String text, String name) {
        return value(text, name).orElseThrow(() -> new IllegalArgumentException("there is no " + name + " in it"));
    }

    private static byte[] bytes(String text, String name) {
        try {
            return decode(required(text, name));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("its " + name + " is missing or no Base64", e);
        }
    }

    private static int number(String text, String name) {
        String digits = required(text, name);
        if (!digits.matches("[1-9][0-9]?")) {
            throw new IllegalArgumentException("its " + name + " is no number from 1 to 99");
        }
        return Integer.parseInt(digits);
    }

    private static byte[] decode(String base64) {
        return Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/'));
    }

    /**
     * One text for {@link ForeignHashes#recognise} of what the export of a user has in two. Of damaged ones comes a text
     * that is recognised as damaged.
     *
     * @param passwordHash in Base64, as exported
     * @param salt in Base64, as exported
     */
    public String exported(String passwordHash, String salt) {
        try {
            byte[] keystream = decode(passwordHash);
            if (keystream.length != signerKey.length) {
                return FirebaseScrypt.MARK;
            }
            for (int i = 0; i < keystream.length; i++) {
                keystream[i] ^= signerKey[i];
            }
            byte[] own = decode(salt);
            byte[] whole = new byte[own.length + saltSeparator.length];
            System.arraycopy(own, 0, whole, 0, own.length);
            System.arraycopy(saltSeparator, 0, whole, own.length, saltSeparator.length);
            Base64.Encoder base64 = Base64.getEncoder();
            return FirebaseScrypt.MARK + parameters + "$" + base64.encodeToString(whole) + "$"
                    + base64.encodeToString(keystream);
        } catch (IllegalArgumentException damaged) {
            return FirebaseScrypt.MARK;
        }
    }

    @Override
    public String toString() {
        return "FirebaseHashConfig[" + parameters + "]";
    }
}
