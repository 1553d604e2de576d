package dev.latchkey.http.cookie;

import dev.latchkey.http.exchange.HeaderField;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One cookie of ours: its name and every attribute but the value. Always {@code Path=/}, never {@code Domain}: a cookie
 * for a whole domain can be read and replaced by every sibling (RFC 6265bis §4.1.3.2).
 *
 * @param name an RFC 6265 token; {@code __Host-}, {@code __Secure-} and {@code __Http-} only together with
 *     {@code Secure}
 * @param secure whether browsers keep it off unencrypted connections
 * @param sameSite which cross-site requests carry it
 * @param partitioned whether it is kept per top-level site; needs {@code Secure}
 * @param httpOnly whether scripts of the page cannot read it: all of ours but one
 */
public record CookieSpec(String name, boolean secure, SameSite sameSite, boolean partitioned, boolean httpOnly) {
    /** Browsers drop a cookie whose name and value are longer, silently. */
    private static final int MAX_NAME_AND_VALUE = 4096;

    /** Both, since what does not know the first keeps an empty cookie by it (RFC 6265bis §5.7: the first wins). */
    private static final String REMOVED = "; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT";

    private static final Duration MAX_AGE_CAP = Duration.ofDays(400);
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");
    private static final Pattern SECURE_PREFIX = Pattern.compile("__(Host|Secure|Http)-", Pattern.CASE_INSENSITIVE);
    private static final Pattern HTTP_ONLY_PREFIX = Pattern.compile("__(Host-)?Http-", Pattern.CASE_INSENSITIVE);

    /** Which cross-site requests carry a cookie. */
    public enum SameSite {
        /** Top-level navigations by safe methods. */
        LAX("Lax"),
        /** None at all. */
        STRICT("Strict"),
        /** All, where the browser allows it; needs {@code Secure}. */
        NONE("None");

        private final String spelling;

        SameSite(String spelling) {
            this.spelling = spelling;
        }
    }

    /**
     * Refuses what browsers would silently drop.
     *
     * @throws IllegalArgumentException for a name that is no token, a prefix or {@code SameSite=None} or
     *     {@code Partitioned} without {@code Secure}
     */
    public CookieSpec {
        Objects.requireNonNull(sameSite, "sameSite");
        if (!TOKEN.matcher(name).matches()) {
            throw new IllegalArgumentException("a cookie name has 1 to 64 letters, digits or !#$%&'*+.^_`|~-: " + name);
        }
        boolean needsSecure = SECURE_PREFIX.matcher(name).lookingAt() || sameSite == SameSite.NONE || partitioned;
        if (needsSecure && !secure) {
            throw new IllegalArgumentException("browsers drop " + name
                    + ": a __Host-, __Secure- or __Http- name, SameSite=None and Partitioned need Secure");
        }
        if (HTTP_ONLY_PREFIX.matcher(name).lookingAt() && !httpOnly) {
            throw new IllegalArgumentException(
                    "browsers drop " + name + ": a __Http- or __Host-Http- name needs HttpOnly");
        }
    }

    /** A cookie that no script can read: {@code HttpOnly}. */
    public CookieSpec(String name, boolean secure, SameSite sameSite, boolean partitioned) {
        this(name, secure, sameSite, partitioned, true);
    }

    /** Sets the cookie until the browser ends its own session. */
    public HeaderField set(String value) {
        return field(value, "/", "");
    }

    /**
     * Sets the cookie for a time.
     *
     * @param maxAge 1 second to 400 days (RFC 6265bis §5.5), to the second: none at all would delete the cookie
     */
    public HeaderField set(String value, Duration maxAge) {
        if (maxAge.toSeconds() < 1 || maxAge.compareTo(MAX_AGE_CAP) > 0) {
            throw new IllegalArgumentException("a cookie lives 1 second to 400 days, not " + maxAge);
        }
        return field(value, "/", "; Max-Age=" + maxAge.toSeconds());
    }

    /** Removes the cookie. Name, path and attributes are those it was set with, or a browser would not match it. */
    public HeaderField clear() {
        return clearAtPath("/");
    }

    /**
     * Removes every twin that this origin can remove: the one in the other jar (partitioned if this one is not, and the
     * reverse), and those that were set for a narrower path, which browsers send first.
     *
     * @param basePath where the API is, without a slash at its end
     */
    public List<HeaderField> clearTwins(String basePath) {
        List<HeaderField> cleared = new ArrayList<>();
        if (secure) {
            cleared.add(new CookieSpec(name, true, sameSite, !partitioned, httpOnly).clear());
        }
        if (!name.startsWith("__Host-")) {
            cleared.add(clearAtPath(basePath));
            cleared.add(clearAtPath(basePath + "/"));
        }
        return List.copyOf(cleared);
    }

    /** Removes the cookie of this name that was set for another path. */
    public HeaderField clear(String path) {
        return clearAtPath(path);
    }

    /** Removes one that was set for a whole domain, as none of ours ever is. */
    public HeaderField clear(String path, String domain) {
        return field("", path, "; Domain=" + domain + REMOVED);
    }

    private HeaderField clearAtPath(String path) {
        return field("", path, REMOVED);
    }

    private HeaderField field(String value, String path, String lifetime) {
        if (name.length() + value.length() > MAX_NAME_AND_VALUE) {
            throw new IllegalArgumentException("browsers drop a cookie over 4096 bytes: " + name);
        }
        return new HeaderField(
                "Set-Cookie",
                name + "=" + value + "; Path=" + path + lifetime + (httpOnly ? "; HttpOnly" : "") + "; SameSite="
                        + sameSite.spelling + (secure ? "; Secure" : "") + (partitioned ? "; Partitioned" : ""));
    }
}
