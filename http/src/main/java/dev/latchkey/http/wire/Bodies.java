package dev.latchkey.http.wire;

import dev.latchkey.http.diagnosis.Diagnosis;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.http.problem.Problem.FieldError;
import dev.latchkey.http.problem.Reason;
import dev.latchkey.principal.Principal;
import dev.latchkey.session.Session;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Writes every body of the API. What a person may see of a session is listed here and nowhere else. */
public final class Bodies {
    private Bodies() {}

    /**
     * Somebody is logged in.
     *
     * @param idleExpiresAt when the session ends if nobody uses it
     * @param isFresh whether the password was proven recently
     */
    public static byte[] loggedIn(Session session, Instant idleExpiresAt, boolean isFresh) {
        return Json.object(json -> {
            json.writeBooleanProperty("login", true);
            json.writeObjectPropertyStart("user");
            json.writeStringProperty("id", session.principal().id().value());
            writeNames(json, session.principal());
            json.writeEndObject();
            json.writeObjectPropertyStart("session");
            json.writeStringProperty("id", session.id().value());
            json.writeStringProperty("createdAt", session.createdAt().toString());
            json.writeStringProperty(
                    "authenticatedAt", session.authenticatedAt().toString());
            json.writeStringProperty("expiresAt", session.expiresAt().toString());
            json.writeStringProperty("idleExpiresAt", idleExpiresAt.toString());
            json.writeBooleanProperty("fresh", isFresh);
            json.writeBooleanProperty("remembered", false);
            json.writeEndObject();
        });
    }

    /** Nobody is logged in. */
    public static byte[] loggedOut(Reason reason) {
        return Json.object(json -> {
            json.writeBooleanProperty("login", false);
            json.writeStringProperty("reason", reason.wireName());
        });
    }

    /** Whether somebody is logged in cannot be told now; says nothing of {@code login} on purpose. */
    public static byte[] unavailable() {
        return Json.object(json -> json.writeBooleanProperty("unavailable", true));
    }

    /** The logged-in person's own data. */
    public static byte[] data(Principal principal) {
        return Json.object(json -> writeNames(json, principal));
    }

    /** A logout was done, or there was nothing to do. */
    public static byte[] loggedOutNow() {
        return Json.object(json -> json.writeBooleanProperty("logout", true));
    }

    /** A CSRF token. */
    public static byte[] csrfToken(String token) {
        return Json.object(json -> json.writeStringProperty("csrfToken", token));
    }

    /**
     * A refusal.
     *
     * @param saysLoggedOut whether to add {@code "login": false}, for the routes whose clients test it
     */
    public static byte[] problem(Problem problem, boolean saysLoggedOut) {
        ErrorCode code = problem.code();
        return Json.object(json -> {
            json.writeStringProperty("type", "about:blank");
            json.writeStringProperty("title", code.title());
            json.writeNumberProperty("status", code.status());
            json.writeStringProperty("detail", problem.detail());
            json.writeStringProperty("code", code.wireName());
            problem.reason().ifPresent(reason -> json.writeStringProperty("reason", reason.wireName()));
            if (saysLoggedOut) {
                json.writeBooleanProperty("login", false);
            }
            if (!problem.fieldErrors().isEmpty()) {
                json.writeArrayPropertyStart("errors");
                problem.fieldErrors().forEach(error -> writeFieldError(json, error));
                json.writeEndArray();
            }
        });
    }

    /** What the server saw of a request. */
    public static byte[] diagnosis(Diagnosis diagnosis) {
        return Json.object(json -> {
            json.writeStringProperty("scheme", diagnosis.scheme());
            writeStrings(json, "hosts", diagnosis.hosts());
            json.writeStringProperty("peer", diagnosis.peer());
            json.writeStringProperty("client", diagnosis.client());
            json.writeBooleanProperty("throughTrustedProxy", diagnosis.isForwarded());
            json.writeArrayPropertyStart("headers");
            diagnosis.headers().forEach(line -> writeObject(json, "name", line.name(), "value", line.value()));
            json.writeEndArray();
            writeStrings(json, "cookies", diagnosis.cookieNames());
            json.writeStringProperty("sessionCookie", diagnosis.sessionCookie());
            json.writeBooleanProperty("probeCameBack", diagnosis.hasProbe());
            json.writeArrayPropertyStart("symptoms");
            diagnosis
                    .symptoms()
                    .forEach(symptom -> writeObject(
                            json,
                            "cause",
                            symptom.cause().wireName(),
                            "detail",
                            symptom.detail(),
                            "cure",
                            symptom.cure()));
            json.writeEndArray();
        });
    }

    private static void writeStrings(JsonGenerator json, String name, List<String> texts) {
        json.writeArrayPropertyStart(name);
        texts.forEach(json::writeString);
        json.writeEndArray();
    }

    private static void writeObject(JsonGenerator json, String... namesAndValues) {
        json.writeStartObject();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            json.writeStringProperty(namesAndValues[i], namesAndValues[i + 1]);
        }
        json.writeEndObject();
    }

    private static void writeFieldError(JsonGenerator json, FieldError error) {
        json.writeStartObject();
        json.writeStringProperty("field", error.field());
        json.writeStringProperty("message", error.message());
        json.writeEndObject();
    }

    private static void writeNames(JsonGenerator json, Principal principal) {
        json.writeStringProperty("username", principal.username());
        json.writeStringProperty("name", principal.name());
    }
}
