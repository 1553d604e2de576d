package dev.latchkey.http.wire;

import dev.latchkey.core.principal.Principal;
import dev.latchkey.core.session.Session;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.http.problem.Problem.FieldError;
import dev.latchkey.http.problem.Reason;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the bodies that several routes share, and those that are given most. What they say of who is logged in is listed
 * here and nowhere else.
 */
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

    private static void writeFieldError(JsonGenerator json, FieldError error) {
        json.writeStartObject();
        json.writeStringProperty("field", error.field());
        if (!error.code().isEmpty()) {
            json.writeStringProperty("code", error.code());
        }
        json.writeStringProperty("message", error.message());
        json.writeEndObject();
    }
}
