package dev.latchkey.userimport;

import dev.latchkey.foreign.FirebaseHashConfig;
import dev.latchkey.http.exchange.Printable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What products put into their own exports as JSON, told by the fields they have: Keycloak, Firebase, Auth0. Their other
 * fields are passed over; in an object of none of them every field must be known.
 */
final class Exports {
    private final Fields fields;
    private final Optional<FirebaseHashConfig> firebase;
    private final Map<String, Integer> remarks = new TreeMap<>();
    private int leftOut;

    Exports(ImportOptions options) {
        this.fields = new Fields(options);
        this.firebase = options.firebase();
    }

    static Exports none() {
        return new Exports(ImportOptions.strict());
    }

    /** How many were left out because they are no people. */
    int leftOut() {
        return leftOut;
    }

    /** What is worth knowing beside the users, and how often it came. */
    Map<String, Integer> remarks() {
        return remarks;
    }

    private void remark(String what) {
        remarks.merge(what, 1, Integer::sum);
    }

    /** The user that an object tells of; empty when it is no person. */
    Optional<UserRow> row(String place, Map<?, ?> user) {
        if (user.containsKey("serviceAccountClientId")) {
            leftOut++;
            remark("left out: they are service accounts of Keycloak, and no people");
            return Optional.empty();
        }
        Map<String, String> given;
        if (user.containsKey("localId")) {
            given = firebase(user);
        } else if (user.containsKey("credentials") || user.containsKey("createdTimestamp")) {
            given = keycloak(user);
        } else if (user.get("_id") instanceof Map<?, ?> || text(user, "user_id").startsWith("auth0|")) {
            given = auth0(user);
        } else {
            given = plain(place, user);
        }
        return Optional.of(new UserRow(place, given));
    }

    private Map<String, String> plain(String place, Map<?, ?> user) {
        List<String> names = user.keySet().stream().map(String::valueOf).toList();
        List<Optional<String>> meant = fields.of(names);
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (meant.get(i).isPresent()) {
                if (!(user.get(name) instanceof String text)) {
                    throw new UnreadableFileException(
                            place + ": " + Printable.sentence(name, 80) + " is a list or an object",
                            "write it as a text");
                }
                given.put(meant.get(i).get(), CsvUsers.value(text));
            }
        }
        return given;
    }

    private Map<String, String> firebase(Map<?, ?> user) {
        String hash = text(user, "passwordHash");
        if (!hash.isEmpty() && firebase.isEmpty()) {
            throw new UnreadableFileException(
                    "it is an export of Firebase, and the parameters of its hashes are needed",
                    "copy them from the Firebase console (Authentication, Users, ⋮, Password hash parameters) into a file"
                            + " and give it with --firebase-hash-config FILE");
        }
        String exported = hash.isEmpty() ? "" : firebase.orElseThrow().exported(hash, text(user, "salt"));
        Map<String, String> given = new LinkedHashMap<>();
        given.put(Fields.ID, text(user, "localId"));
        given.put(Fields.USERNAME, firstOf(text(user, "email"), text(user, "phoneNumber")));
        given.put(Fields.NAME, text(user, "displayName"));
        given.put(Fields.PASSWORD_HASH, exported);
        given.put(Fields.DISABLED, text(user, "disabled"));
        if (user.get("mfaInfo") instanceof List<?> factors && !factors.isEmpty()) {
            remark("have a second factor there, which is not imported");
        }
        return given;
    }

    private Map<String, String> keycloak(Map<?, ?> user) {
        Map<String, String> given = new LinkedHashMap<>();
        given.put(Fields.ID, text(user, "id"));
        given.put(Fields.USERNAME, firstOf(text(user, "username"), text(user, "email")));
        given.put(
                Fields.NAME,
                Stream.of(text(user, "firstName"), text(user, "lastName"))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(" ")));
        given.put(Fields.ENABLED, text(user, "enabled"));
        given.put(Fields.PASSWORD_HASH, "");
        if (user.get("credentials") instanceof List<?> credentials) {
            for (Object credential : credentials) {
                if (credential instanceof Map<?, ?> map && text(map, "type").equals("password")) {
                    given.put(Fields.PASSWORD_HASH, KeycloakCredential.exported(map));
                } else {
                    remark("have a second factor or a passkey there, which is not imported");
                }
            }
        }
        return given;
    }

    /** Auth0 calls a user of its database {@code auth0|} and that id in everything it tells an application. */
    private Map<String, String> auth0(Map<?, ?> user) {
        String inside = user.get("_id") instanceof Map<?, ?> id ? text(id, "$oid") : text(user, "_id");
        String outside = text(user, "user_id");
        Map<String, String> given = new LinkedHashMap<>();
        given.put(Fields.ID, outside.isEmpty() && !inside.isEmpty() ? "auth0|" + inside : outside);
        given.put(Fields.USERNAME, firstOf(text(user, "username"), text(user, "email")));
        given.put(Fields.NAME, text(user, "name"));
        given.put(Fields.DISABLED, text(user, "blocked"));
        if (user.containsKey("passwordHash")) {
            given.put(Fields.PASSWORD_HASH, text(user, "passwordHash"));
        }
        return given;
    }

    private static String firstOf(String one, String other) {
        return one.isEmpty() ? other : one;
    }

    static String text(Map<?, ?> object, String name) {
        return object.get(name) instanceof String text ? CsvUsers.value(text) : "";
    }
}
