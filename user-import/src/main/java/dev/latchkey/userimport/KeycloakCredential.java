package dev.latchkey.userimport;

import static dev.latchkey.userimport.Exports.text;

import dev.latchkey.http.wire.JsonTree;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A password of Keycloak, whose parts are JSON within JSON ({@code secretData}, {@code credentialData}), before version 8
 * fields of their own. It becomes one text in the PHC string format.
 */
final class KeycloakCredential {
    private KeycloakCredential() {}

    /** That text; one that nothing recognises when parts are missing. */
    static String exported(Map<?, ?> credential) {
        if (!text(credential, "value").isEmpty()) {
            return "{plain}";
        }
        Map<?, ?> secret = within(credential, "secretData");
        Map<?, ?> how = within(credential, "credentialData");
        String output = text(secret, "value") + text(credential, "hashedSaltedValue");
        String salt = text(secret, "salt") + text(credential, "salt");
        String iterations = text(how, "hashIterations") + text(credential, "hashIterations");
        String algorithm = text(how, "algorithm") + text(credential, "algorithm");
        if (algorithm.equals("argon2")) {
            return argon2(within(how, "additionalParameters"), iterations, salt, output);
        }
        // Keycloak's "pbkdf2" is that with SHA-1.
        return "$" + algorithm + "$i=" + iterations + ",l=" + length(output) + "$" + salt + "$" + output;
    }

    private static String argon2(Map<?, ?> parameters, String iterations, String salt, String output) {
        String version = first(parameters, "version").equals("1.0") ? "16" : "19";
        return "$argon2" + first(parameters, "type") + "$v=" + version + "$m=" + first(parameters, "memory") + ",t="
                + iterations + ",p=" + first(parameters, "parallelism") + "$" + salt + "$" + output;
    }

    private static Map<?, ?> within(Map<?, ?> object, String name) {
        Object value = object.get(name);
        if (value instanceof String text) {
            value = JsonTree.parse(text).orElse("");
        }
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    /** Keycloak keeps a list where there is one. */
    private static String first(Map<?, ?> parameters, String name) {
        return parameters.get(name) instanceof List<?> values
                        && !values.isEmpty()
                        && values.getFirst() instanceof String value
                ? value
                : text(parameters, name);
    }

    private static int length(String base64) {
        try {
            return Base64.getDecoder().decode(base64).length;
        } catch (IllegalArgumentException damaged) {
            return 0;
        }
    }
}
