package dev.latchkey.foreign;

import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Function;

/** Bytes and numbers as other products write them. */
final class Encoded {
    /** What a parameter may be written with: it fits a long, whatever the digits are. */
    static final String NUMBER = "([0-9]{1,18})";

    private static final String ALPHABET_OF_BCRYPT = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private Encoded() {}

    /** Base64 with or without padding, in the usual alphabet, that of web addresses or that of Passlib. */
    static Reading base64(String part, String text, Function<byte[], Reading> next) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder()
                    .decode(text.replace('-', '+').replace('_', '/').replace('.', '+'));
        } catch (IllegalArgumentException damaged) {
            return new Reading.Damaged(part + " is no Base64");
        }
        return next.apply(bytes);
    }

    /** Hexadecimal digits, small or capital. */
    static Reading hex(String part, String text, Function<byte[], Reading> next) {
        byte[] bytes;
        try {
            bytes = HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException damaged) {
            return new Reading.Damaged(part + " is no hexadecimal number of whole bytes");
        }
        return next.apply(bytes);
    }

    /** Base64 by the alphabet of bcrypt; the text is of that alphabet. */
    static byte[] base64OfBcrypt(String text) {
        StringBuilder standard = new StringBuilder();
        text.chars().forEach(c -> standard.append(ALPHABET.charAt(ALPHABET_OF_BCRYPT.indexOf(c))));
        return Base64.getDecoder().decode(standard.toString());
    }
}
