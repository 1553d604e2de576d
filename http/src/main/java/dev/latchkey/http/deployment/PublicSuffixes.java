package dev.latchkey.http.deployment;

/**
 * The Public Suffix List: under which names anyone can register one of their own, {@code co.uk} as well as
 * {@code github.io}. Thread-safe.
 */
@FunctionalInterface
public interface PublicSuffixes {
    /**
     * The longest public suffix of a host name, which is the host itself when anyone can register below it. A name
     * that the list does not know has its last label for a suffix, {@code localhost} included.
     *
     * @param host lower case, not an IP address
     * @return the end of {@code host}, from a label on
     */
    String publicSuffix(String host);
}
