package dev.latchkey.core.account;

import dev.latchkey.core.principal.Username;
import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which usernames people may give themselves; operators may give any. A pure function; thread-safe.
 *
 * <p>3 to 64 characters, or 2 where one character is a syllable or a word: letters and digits in the shape of
 * {@link UsernameShape}. Names that look like another are a matter of {@link DistinctNames}.
 */
public final class UsernameRules {
    private static final int MIN_LENGTH = 3;
    private static final int MIN_SYLLABLES = 2;
    private static final int MAX_LENGTH = 64;

    /** Whole names are written with two of these: 李明, 이산. */
    private static final Set<UnicodeScript> SYLLABLES = EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.HANGUL,
            UnicodeScript.BOPOMOFO,
            UnicodeScript.ETHIOPIC,
            UnicodeScript.YI);

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

    private UsernameRules() {}

    /** Whether the username has a form that is accepted. */
    public static boolean accept(Username username) {
        String value = username.value();
        int length = value.codePointCount(0, value.length());
        int shortest = value.codePoints().anyMatch(UsernameRules::isSyllable) ? MIN_SYLLABLES : MIN_LENGTH;
        return length >= shortest && length <= MAX_LENGTH && UsernameShape.isFit(value);
    }

    /** Names that nobody may register although their form is fine. */
    static Stream<String> reserved() {
        return RESERVED.stream();
    }

    private static boolean isSyllable(int codePoint) {
        return SYLLABLES.contains(UnicodeScript.of(codePoint));
    }
}
