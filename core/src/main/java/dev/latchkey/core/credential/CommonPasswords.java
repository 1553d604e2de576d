package dev.latchkey.core.credential;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Passwords that attackers try first. Thread-safe. */
@FunctionalInterface
public interface CommonPasswords {
    /** Whether that password is among them, in any case of letters and with whatever between its words. */
    boolean contains(String password);

    /**
     * Those that ship with the product: the commonest of 8 characters or more (shorter ones are refused anyway), and
     * phrases that everybody knows, which lists of passwords by their commonness have too few of.
     */
    static CommonPasswords shipped() {
        return Shipped.LIST;
    }

    /** Read when first asked for. */
    final class Shipped {
        private static final CommonPasswords LIST = read();

        private Shipped() {}

        private static CommonPasswords read() {
            Set<String> passwords = lines("common-passwords.txt").collect(Collectors.toUnmodifiableSet());
            Set<String> phrases =
                    lines("common-phrases.txt").map(OwnNames::squeezed).collect(Collectors.toUnmodifiableSet());
            return password -> {
                String squeezed = OwnNames.squeezed(password);
                return passwords.contains(password.toLowerCase(Locale.ROOT))
                        || passwords.contains(squeezed)
                        || phrases.contains(squeezed);
            };
        }

        private static Stream<String> lines(String name) {
            try (InputStream resource = CommonPasswords.class.getResourceAsStream(name)) {
                String text =
                        new String(Objects.requireNonNull(resource, name).readAllBytes(), StandardCharsets.US_ASCII);
                return text.lines().filter(line -> !line.startsWith("#"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
