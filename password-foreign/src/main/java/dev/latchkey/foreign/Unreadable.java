package dev.latchkey.foreign;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What a text that no format here reads seems to be, told by its shape: so that a refusal names its true cause. */
final class Unreadable {
    /** In this order: the first that matches tells. */
    private static final Map<Pattern, String> SHAPES = new LinkedHashMap<>();

    static {
        shape("\\{noop}.*|plain\\$.*|\\{plain}.*|\\{cleartext}.*", "is a password in plain text");
        shape("[0-9a-f]{32}|\\{MD5}.*|unsalted_md5\\$.*|md5\\$.*|[0-9a-f]{32}:.*", "is an MD5 digest");
        shape(
                "[0-9a-f]{40}|\\{SHA}.*|\\{SHA-1}.*|sha1\\$\\$.*|unsalted_sha1\\$.*|\\*[0-9a-f]{40}",
                "is a SHA-1 digest");
        shape("\\{SSHA}.*|\\{SSHA[0-9]*}.*|\\{SMD5}.*", "is a digest of an LDAP server");
        shape("[0-9a-f]{64}|\\{SHA-?256}.*|sha256\\$\\$.*", "is a SHA-256 digest without a salt of its own");
        shape("[0-9a-f]{96}|[0-9a-f]{128}", "is a SHA-2 digest without a salt of its own");
        shape("\\{MD4}.*", "is an MD4 digest");
        shape("\\{ldap}.*", "is kept by an LDAP server");
        shape("\\$1\\$.*|\\$apr1\\$.*", "is a hash of Unix by MD5 ($1$), which is not computed here");
        shape("\\$[56]\\$.*", "is a hash of Unix by SHA-2 ($5$, $6$), which is not computed here");
        shape("\\$(y|gy|7)\\$.*", "is a hash of Unix by yescrypt or scrypt ($y$, $7$), which is not computed here");
        shape("U?\\$S\\$.*", "is a hash of Drupal 7 ($S$), which is not computed here");
        shape("[./A-Za-z0-9]{13}", "is a hash of Unix by DES, which is not computed here");
        shape("\\$p5k2\\$.*", "is PBKDF2 as Passlib has it for other products ($p5k2$), which is not computed here");
        shape("\\$.*|\\{[^}]*}.*|[a-z0-9_-]+\\$.*", "is of a format that is not known here");
        shape("\\\\x.*", "is bytes of PostgreSQL (\\x…) and no text");
    }

    private Unreadable() {}

    private static void shape(String pattern, String what) {
        SHAPES.put(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.DOTALL), what);
    }

    /** To follow "it". */
    static String describe(String exported) {
        return SHAPES.entrySet().stream()
                .filter(shape -> shape.getKey().matcher(exported).matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("is no hash that is known here; perhaps it is a password in plain text");
    }
}
