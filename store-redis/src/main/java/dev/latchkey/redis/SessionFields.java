package dev.latchkey.redis;

import dev.latchkey.core.browser.Browser;
import dev.latchkey.core.principal.Principal;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.Proof;
import dev.latchkey.core.session.ProofMethod;
import dev.latchkey.core.session.SeriesLink;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.SessionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a session is spelled in the fields of its key. */
final class SessionFields {
    private final Map<String, String> fields = new HashMap<>();

    /**
     * What a script read.
     *
     * @param flat names and values in turn
     */
    SessionFields(List<?> flat) {
        for (int i = 0; i < flat.size(); i += 2) {
            fields.put(Objects.toString(flat.get(i)), Objects.toString(flat.get(i + 1)));
        }
    }

    /** One of them, which has to be there. */
    String get(String name) {
        String value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException("a session has a field " + name);
        }
        return value;
    }

    /** Why it ended; an empty string while it lives. */
    String reason() {
        return fields.getOrDefault("reason", "");
    }

    /** The session they spell. */
    Session session() {
        return new Session(
                new SessionId(get("id")),
                new Principal(new PrincipalId(get("principal")), get("username"), get("name")),
                Micros.instant(get("created")),
                Micros.instant(get("authenticated")),
                proofs(get("proofs")),
                Micros.instant(get("seen")),
                Micros.instant(get("expires")),
                link(),
                new Browser(get("family"), get("platform"), get("network"), get("exact")));
    }

    private SeriesLink link() {
        if (get("series").isEmpty()) {
            return SeriesLink.none();
        }
        SeriesId id = new SeriesId(get("series"));
        boolean isConfirmed = get("confirmed").equals("1");
        return get("remembered").equals("1")
                ? new SeriesLink.BornOf(id, isConfirmed)
                : new SeriesLink.Holds(id, isConfirmed);
    }

    /** Names and values in turn, of all that a session is made of. */
    static List<String> all(Session session) {
        List<String> flat = new ArrayList<>(List.of(
                "id", session.id().value(),
                "principal", session.principal().id().value(),
                "username", session.principal().username(),
                "name", session.principal().name(),
                "created", Micros.of(session.createdAt()),
                "expires", Micros.of(session.expiresAt())));
        flat.addAll(changing(session));
        return flat;
    }

    /** The same of what a proof changes. */
    static List<String> changing(Session session) {
        Browser browser = session.browser();
        return List.of(
                "authenticated", Micros.of(session.authenticatedAt()),
                "proofs", spell(session.proofs()),
                "seen", Micros.of(session.lastSeenAt()),
                "series", session.link().series().map(SeriesId::value).orElse(""),
                "remembered", flag(session.link() instanceof SeriesLink.BornOf),
                "confirmed", flag(!session.link().isUnconfirmed()),
                "family", browser.family(),
                "platform", browser.platform(),
                "network", browser.network(),
                "exact", browser.exact());
    }

    private static String flag(boolean value) {
        return value ? "1" : "0";
    }

    /** Each as {@code word:micros}, with a space in between. */
    private static String spell(List<Proof> proofs) {
        return proofs.stream()
                .map(proof -> proof.method().word() + ":" + Micros.of(proof.at()))
                .collect(Collectors.joining(" "));
    }

    private static List<Proof> proofs(String text) {
        return text.isEmpty()
                ? List.of()
                : Stream.of(text.split(" ")).map(SessionFields::proof).toList();
    }

    private static Proof proof(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("a proof is a word and a time");
        }
        return new Proof(new ProofMethod(text.substring(0, colon)), Micros.instant(text.substring(colon + 1)));
    }
}
