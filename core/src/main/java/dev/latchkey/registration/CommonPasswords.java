package dev.latchkey.registration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Passwords that attackers try first. Thread-safe. */
@FunctionalInterface
public interface CommonPasswords {
    /** Whether that password, in any case of letters, is among them. */
    boolean contains(String password);

    /** Those that ship with the product: the commonest of 8 characters or more (shorter ones are refused anyway). */
    static CommonPasswords shipped() {
        return Shipped.LIST;
    }

    /** Read when first asked for. */
    final class Shipped {
        private static final String RESOURCE = "common-passwords.txt";
        private static final CommonPasswords LIST = read();

        private Shipped() {}

        private static CommonPasswords read() {
            try (InputStream resource = CommonPasswords.class.getResourceAsStream(RESOURCE)) {
                if (resource == null) {
                    throw new IllegalStateException("the list of common passwords is missing from the jar");
                }
                Set<String> passwords = new BufferedReader(new InputStreamReader(resource, StandardCharsets.US_ASCII))
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .collect(Collectors.toUnmodifiableSet());
                return password -> passwords.contains(password.toLowerCase(Locale.ROOT));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
