package dev.latchkey.server.files;

import java.util.regex.Pattern;

/** A path of a client-side route has one spelling: no empty or dot segments, no parameters, no encoded letters. */
public final class PlainPath {
    private static final Pattern PLAIN = Pattern.compile(
            "/|(?:/(?!\\.{1,2}(?:/|$))(?:[A-Za-z0-9._~!$&'()*+,=:@-]|%(?!2[Ff]|5[Cc]|00)[0-9A-Fa-f]{2})+)+/?");

    private static final int MAX_LENGTH = 2048;

    private PlainPath() {}

    /** Whether a path, as it was sent, is spelled so. */
    public static boolean matches(String rawPath) {
        return rawPath.length() <= MAX_LENGTH && PLAIN.matcher(rawPath).matches();
    }
}
