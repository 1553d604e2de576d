package dev.latchkey.http.wire;

import dev.latchkey.browser.Browser;
import dev.latchkey.credential.Password;
import dev.latchkey.http.diagnosis.Diagnosis;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.http.problem.Problem.FieldError;
import dev.latchkey.http.problem.Reason;
import dev.latchkey.principal.Principal;
import dev.latchkey.registration.PasswordRules;
import dev.latchkey.session.Session;
import dev.latchkey.token.SessionId;
import java.time.Instant;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Writes every body of the API. What a person may see of a session is listed here and nowhere else. */
public final class Bodies {
    private Bodies() {}

    /**
     * Somebody is logged in.
     *
     * @param expiresAt when the session ends whatever happens
     * @param idleExpiresAt when the session ends if nobody uses it
     * @param isFresh whether the password was proven recently
     */
    public static byte[] loggedIn(Session session, Instant expiresAt, Instant idleExpiresAt, boolean isFresh) {
        Principal principal = session.principal();
        Instant created = session.createdAt();
        Instant authenticated = session.authenticatedAt();
        String createdAt = InstantText.of(created);
        String authenticatedAt = authenticated.equals(created) ? createdAt : InstantText.of(authenticated);
        return new JsonText()
                .raw("{\"login\":true,\"user\":{\"id\":")
                .string(principal.id().value())
                .raw(",\"username\":")
                .string(principal.username())
                .raw(",\"name\":")
                .string(principal.name())
                .raw("},\"session\":{\"id\":")
                .string(session.id().value())
                .raw(",\"createdAt\":\"")
                .raw(createdAt)
                .raw("\",\"authenticatedAt\":\"")
                .raw(authenticatedAt)
                .raw("\",\"expiresAt\":\"")
                .raw(InstantText.of(expiresAt))
                .raw("\",\"idleExpiresAt\":\"")
                .raw(InstantText.of(idleExpiresAt))
                .raw(isFresh ? "\",\"fresh\":true" : "\",\"fresh\":false")
                .raw(session.isRemembered() ? ",\"remembered\":true}}" : ",\"remembered\":false}}")
                .toBytes();
    }

    /**
     * Nobody is logged in.
     *
     * @param mayReturn whether the browser may be remembered and was not asked to return
     */
    public static byte[] loggedOut(Reason reason, boolean mayReturn) {
        return new JsonText()
                .raw("{\"login\":false,\"reason\":")
                .string(reason.wireName())
                .raw(mayReturn ? ",\"remembered\":true}" : "}")
                .toBytes();
    }

    /** Whether somebody is logged in cannot be told now; says nothing of {@code login} on purpose. */
    public static byte[] unavailable() {
        return Json.object(json -> json.writeBooleanProperty("unavailable", true));
    }

    /** The logged-in person's own data. */
    public static byte[] data(Principal principal) {
        return new JsonText()
                .raw("{\"username\":")
                .string(principal.username())
                .raw(",\"name\":")
                .string(principal.name())
                .raw("}")
                .toBytes();
    }

    /** A logout was done, or there was nothing to do. */
    public static byte[] loggedOutNow() {
        return Json.object(json -> json.writeBooleanProperty("logout", true));
    }

    /**
     * Somebody's sessions.
     *
     * @param current the one that asks
     */
    public static byte[] sessions(List<Session> sessions, SessionId current) {
        return Json.object(json -> {
            json.writeArrayPropertyStart("sessions");
            sessions.forEach(session -> {
                json.writeStartObject();
                json.writeStringProperty("id", session.id().value());
                json.writeStringProperty("device", deviceName(session.browser()));
                json.writeStringProperty("network", session.browser().network());
                json.writeStringProperty("createdAt", InstantText.of(session.createdAt()));
                json.writeStringProperty("lastSeenAt", InstantText.of(session.lastSeenAt()));
                json.writeStringProperty("authenticatedAt", InstantText.of(session.authenticatedAt()));
                json.writeBooleanProperty("remembered", session.isRemembered());
                json.writeBooleanProperty("current", session.id().equals(current));
                json.writeEndObject();
            });
            json.writeEndArray();
        });
    }

    /** What people call a browser: {@code Firefox on Linux}. */
    static String deviceName(Browser browser) {
        String family = browser.family().isEmpty() ? "Unknown browser" : browser.family();
        return browser.platform().isEmpty() ? family : family + " on " + browser.platform();
    }

    /** So many sessions were ended. */
    public static byte[] ended(int count) {
        return Json.object(json -> json.writeNumberProperty("ended", count));
    }

    /** Whether people may make accounts and be remembered, and what a password must be. */
    public static byte[] registrationRules(boolean isOpen, boolean remembersBrowsers, PasswordRules rules) {
        return Json.object(json -> {
            json.writeStringProperty("registration", isOpen ? "open" : "off");
            json.writeBooleanProperty("remember", remembersBrowsers);
            json.writeObjectPropertyStart("password");
            json.writeNumberProperty("minimumLength", rules.minLength());
            json.writeNumberProperty("maximumBytes", Password.MAX_BYTES);
            json.writeEndObject();
        });
    }

    /** There is a new user, who is not logged in by this. */
    public static byte[] registered(Principal principal) {
        return Json.object(json -> {
            json.writeBooleanProperty("registered", true);
            writeUser(json, principal);
        });
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
        if (!error.code().isEmpty()) {
            json.writeStringProperty("code", error.code());
        }
        json.writeStringProperty("message", error.message());
        json.writeEndObject();
    }

    private static void writeUser(JsonGenerator json, Principal principal) {
        json.writeObjectPropertyStart("user");
        json.writeStringProperty("id", principal.id().value());
        writeNames(json, principal);
        json.writeEndObject();
    }

    private static void writeNames(JsonGenerator json, Principal principal) {
        json.writeStringProperty("username", principal.username());
        json.writeStringProperty("name", principal.name());
    }
}
