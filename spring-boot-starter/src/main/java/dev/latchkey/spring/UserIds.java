package dev.latchkey.spring;

import dev.latchkey.core.principal.PrincipalId;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The ids of users whom an application knows by their names alone: the name as its service spells it, in visible ASCII.
 */
final class UserIds {
    private UserIds() {}

    /** Empty where the name is too long for one. */
    static Optional<PrincipalId> of(String name) {
        try {
            return Optional.of(new PrincipalId(URLEncoder.encode(name, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException tooLong) {
            return Optional.empty();
        }
    }

    /** The name; empty where it is none of these ids. */
    static Optional<String> name(PrincipalId id) {
        try {
            return Optional.of(URLDecoder.decode(id.value(), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }
}
