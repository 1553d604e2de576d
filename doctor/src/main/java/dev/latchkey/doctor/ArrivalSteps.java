package dev.latchkey.doctor;

import dev.latchkey.doctor.Outcome.Failed;
import dev.latchkey.doctor.Outcome.Fine;
import dev.latchkey.http.diagnosis.Cause;
import dev.latchkey.http.exchange.Printable;
import dev.latchkey.http.origin.Origin;
import dev.latchkey.http.problem.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a request gets as far as Latchkey, and is there what it was at the browser. */
final class ArrivalSteps {
    private final Origin api;
    private final Page ownPage;
    private Answer first = new Answer(0, Map.of(), "");
    private final List<String> notes = new ArrayList<>();

    ArrivalSteps(Origin api, Page ownPage) {
        this.api = api;
        this.ownPage = ownPage;
    }

    List<String> notes() {
        return notes;
    }

    Outcome connect() throws IOException {
        first = ownPage.get("/api/getsession");
        return new Fine(
                (api.isHttps() ? "TLS, with a certificate that is accepted" : "unencrypted") + "; " + first.summary());
    }

    Outcome findRoute() throws IOException {
        if (first.status() / 100 == 3) {
            return redirected();
        }
        if (first.isProblem("misdirected_request")) {
            return new Fine("Latchkey answers");
        }
        if (first.json().get("login") instanceof Boolean) {
            return new Fine("Latchkey answers at /api");
        }
        if (first.isProblem("store_unavailable")) {
            return failed(
                    Cause.STORE_UNAVAILABLE,
                    "Latchkey answers and cannot reach its data; nobody is logged out by that",
                    "see the server's log, and whether the data folder is there and has space");
        }
        Optional<ErrorCode> refusal = first.refusal().filter(code -> code != ErrorCode.NOT_FOUND);
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        if (first.status() == 400 && first.body().contains("HTTPS port")) {
            return failed(Cause.SCHEME_MISMATCH, "what listens there speaks TLS", "open it with https://");
        }
        if (first.status() >= 502 && first.status() <= 504) {
            return failed(
                    Cause.SERVER_BEHIND_PROXY_DOWN,
                    "the proxy answers and does not reach Latchkey",
                    "start the server; compare its listen and port with the address that the proxy passes on to");
        }
        if (first.isProblem("not_found")
                || ownPage.get("/api/api/getsession").json().get("login") instanceof Boolean) {
            return failed(
                    Cause.PATH_REWRITTEN,
                    "Latchkey is there, and was asked for another path than /api/getsession",
                    "pass /api on with its whole path: in nginx no URI after proxy_pass (no slash either), in Caddy handle"
                            + " instead of handle_path");
        }
        return failed(
                Cause.API_NOT_ROUTED,
                "this is not Latchkey's answer: something else serves /api",
                "pass /api on to Latchkey, before any rule that answers with the app's page");
    }

    /** A plain question of nobody's, which is never refused on a way that is well. */
    private Outcome refused(ErrorCode code) {
        return failed(
                Cause.UNEXPECTED_ANSWER,
                "Latchkey answers, and refuses the question: " + code.wireName() + ", " + first.text("detail"),
                switch (code) {
                    case BUSY, THROTTLED ->
                        "ask again in a moment; where it stays so, see its memory and latchkey_hashing_refused_total among"
                                + " the metrics";
                    case MALFORMED_REQUEST,
                            REQUEST_TIMEOUT,
                            CONTENT_TOO_LARGE,
                            URI_TOO_LONG,
                            HEADERS_TOO_LARGE,
                            METHOD_NOT_ALLOWED ->
                        "look at what the proxy makes of a request: what it adds, and whether it passes on all of it";
                    default -> "see the server's log of this moment";
                });
    }

    private Outcome redirected() {
        String location = first.headerText("location");
        boolean isEncrypted = !api.isHttps() && location.startsWith("https://" + api.host());
        return new Failed(
                isEncrypted ? Cause.SCHEME_MISMATCH : Cause.REDIRECTED,
                "/api/getsession",
                first.status() + " to " + Printable.sentence(location, 300),
                "a call that is redirected loses its body or its right to read the answer",
                isEncrypted
                        ? "open the pages and call the API at " + target(location)
                        : "call the API where it is, and redirect pages alone");
    }

    /** The origin that an address is of. */
    private static String target(String location) {
        return Printable.of(location.replaceFirst("^(https://[^/?#]+).*", "$1"));
    }

    /** What the server says of itself, and what that is from here. */
    private static final Map<Cause, Cause> SEEN_BY_THE_SERVER = Map.of(
            Cause.PROXY_NOT_TRUSTED, Cause.PROXY_NOT_TRUSTED,
            Cause.HOST_REWRITTEN, Cause.HOST_REWRITTEN,
            Cause.NOT_ENCRYPTED, Cause.SCHEME_NOT_PASSED);

    Outcome passProxies() throws IOException {
        Answer diagnostics = ownPage.get("/api/diagnostics");
        List<?> symptoms = diagnostics.json().get("symptoms") instanceof List<?> list ? list : List.of();
        boolean isOn = !diagnostics.text("sessionCookie").isEmpty();
        if (isOn) {
            notes.add("diagnostics is on: switch it off when you know what you wanted to know");
        }
        if (first.isProblem("misdirected_request")) {
            return misdirected(symptoms);
        }
        return new Fine(
                isOn
                        ? "the server sees " + diagnostics.text("scheme") + ", the client at "
                                + diagnostics.text("client")
                                + (diagnostics.json().get("throughTrustedProxy") instanceof Boolean trusted && trusted
                                        ? ", by a trusted proxy"
                                        : ", by no trusted proxy")
                        : "host and scheme arrive as the server expects them");
    }

    /** The server's own account where it gives one; else its sentence tells the three cases apart. */
    private Outcome misdirected(List<?> symptoms) {
        String detail = first.text("detail");
        boolean isForHost = !detail.contains("came unencrypted");
        if (isForHost && detail.contains("is for " + api.authority() + ";")) {
            return misdirected(
                    Cause.PUBLIC_ORIGIN_DIFFERS,
                    detail,
                    "open the address that public-origin names, or write public-origin = " + api);
        }
        if (!isForHost && !api.isHttps()) {
            return misdirected(
                    Cause.SCHEME_MISMATCH, detail, "open the pages by https, and let the proxy redirect http to it");
        }
        for (Object each : symptoms) {
            if (!(each instanceof Map<?, ?> symptom)) {
                continue;
            }
            Cause seen = Cause.ofWire(String.valueOf(symptom.get("cause")))
                    .map(SEEN_BY_THE_SERVER::get)
                    .orElse(null);
            if (seen != null) {
                String theirs = Printable.sentence(String.valueOf(symptom.get("cure")), 300);
                return misdirected(
                        seen,
                        Printable.sentence(String.valueOf(symptom.get("detail")), 300),
                        seen == Cause.PROXY_NOT_TRUSTED ? theirs : cure(seen));
            }
        }
        Cause cause = isForHost
                ? Cause.HOST_REWRITTEN
                : detail.contains("from no trusted proxy") ? Cause.PROXY_NOT_TRUSTED : Cause.SCHEME_NOT_PASSED;
        return misdirected(cause, detail, cure(cause));
    }

    private static String cure(Cause cause) {
        return switch (cause) {
            case HOST_REWRITTEN ->
                "pass the Host on: in nginx proxy_set_header Host $http_host, in Caddy and HAProxy leave it alone";
            case PROXY_NOT_TRUSTED ->
                "write trusted-proxies = the address that the proxy connects from (127.0.0.1, ::1 on this machine)";
            default ->
                "let the proxy set X-Forwarded-Proto: in nginx proxy_set_header X-Forwarded-Proto $scheme, in HAProxy"
                        + " http-request set-header X-Forwarded-Proto https if { ssl_fc }";
        };
    }

    private Outcome misdirected(Cause cause, String why, String cure) {
        return new Failed(cause, "request for", api.toString(), why, cure);
    }

    private Outcome failed(Cause cause, String why, String cure) {
        return new Failed(cause, "/api/getsession", first.summary(), why, cure);
    }
}
