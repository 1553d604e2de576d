package dev.latchkey.core.principal;

import java.util.HexFormat;

/** Names characters that cannot be shown. */
final class CodePoints {
    private CodePoints() {}

    /** For a message: {@code U+202E (RIGHT-TO-LEFT OVERRIDE)}. */
    static String described(int codePoint) {
        String number = "U+"
                + HexFormat.of()
                        .withUpperCase()
                        .toHexDigits(codePoint, codePoint > 0xFFFFF ? 6 : codePoint > 0xFFFF ? 5 : 4);
        String name = Character.getName(codePoint);
        if (codePoint == 0xFFFD) {
            return number + ", which stands for a character that was lost on the way";
        }
        return name == null ? number : number + " (" + name + ")";
    }
}
