package dev.latchkey.registration;

import dev.latchkey.credential.Username;
import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which usernames people may give themselves; operators may give any. A pure function; thread-safe.
 *
 * <p>3 to 64 letters and digits, with single {@code . _ - + @} between them; letters of one script, because
 * {@code аlice} with a Cyrillic {@code а} is not to be taken for {@code alice}.
 */
public final class UsernameRules {
    private static final int MIN_LENGTH = 3;
    private static final int MAX_LENGTH = 64;

    /** Names that people take for the operator's. Refused as if somebody had them. */
    private static final Set<String> RESERVED = Set.of(
            "abuse",
            "admin",
            "administrator",
            "anonymous",
            "api",
            "guest",
            "help",
            "hostmaster",
            "info",
            "latchkey",
            "login",
            "logout",
            "mail",
            "moderator",
            "nobody",
            "null",
            "operator",
            "owner",
            "postmaster",
            "root",
            "security",
            "server",
            "service",
            "staff",
            "support",
            "sysadmin",
            "system",
            "undefined",
            "user",
            "users",
            "webmaster",
            "www");

    /** Japanese is written in three scripts at once, Korean and Chinese beside Han. */
    private static final Set<UnicodeScript> EAST_ASIAN =
            EnumSet.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA, UnicodeScript.HANGUL);

    private UsernameRules() {}

    /** Whether the username has a form that is accepted. */
    public static boolean accept(Username username) {
        String value = username.value();
        int length = value.codePointCount(0, value.length());
        return length >= MIN_LENGTH
                && length <= MAX_LENGTH
                && hasSaneShape(value.codePoints().toArray())
                && isOfOneScript(value);
    }

    /** Whether nobody may register it although its form is fine. */
    static boolean isReserved(Username username) {
        return RESERVED.contains(username.value());
    }

    private static boolean hasSaneShape(int[] codePoints) {
        boolean afterLetter = false;
        for (int codePoint : codePoints) {
            boolean isWord = Character.isLetterOrDigit(codePoint)
                    || (afterLetter && Character.getType(codePoint) == Character.NON_SPACING_MARK);
            if (!isWord && !(afterLetter && "._-+@".indexOf(codePoint) >= 0)) {
                return false;
            }
            afterLetter = isWord;
        }
        return afterLetter;
    }

    private static boolean isOfOneScript(String value) {
        return value.codePoints()
                        .filter(Character::isLetter)
                        .mapToObj(UnicodeScript::of)
                        .filter(script -> script != UnicodeScript.COMMON && script != UnicodeScript.INHERITED)
                        .map(script -> EAST_ASIAN.contains(script) ? UnicodeScript.HAN : script)
                        .distinct()
                        .count()
                <= 1;
    }
}
