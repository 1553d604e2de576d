package dev.latchkey.doctor;

import dev.latchkey.doctor.Outcome.Failed;
import dev.latchkey.doctor.Outcome.Fine;
import dev.latchkey.http.deployment.PublicSuffixes;
import dev.latchkey.http.diagnosis.Cause;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.origin.Origin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Whether the way keeps visitors apart, and forged requests out. Nobody is logged in here: a logout ends nothing. */
final class ProtectionSteps {
    private static final String FOREIGN = "https://attacker.invalid";

    private final Origin api;
    private final PublicSuffixes suffixes;
    private final Transport transport;

    ProtectionSteps(Origin api, PublicSuffixes suffixes, Transport transport) {
        this.api = api;
        this.suffixes = suffixes;
        this.transport = transport;
    }

    Outcome keepVisitorsApart() throws IOException {
        Answer one = new Page(api, api, suffixes, transport).get("/api/getcsrf");
        Answer other = new Page(api, api, suffixes, transport).get("/api/getcsrf");
        String token = one.text("csrfToken");
        if (token.isEmpty()) {
            return new Failed(
                    Cause.UNEXPECTED_ANSWER,
                    "/api/getcsrf",
                    one.summary(),
                    "Latchkey answers with a token",
                    "pass every path below /api on, with whatever method it comes");
        }
        if (token.equals(other.text("csrfToken"))) {
            return new Failed(
                    Cause.SHARED_CACHE,
                    "/api/getcsrf",
                    "the same answer for two visitors",
                    "a cache stores answers that set cookies: one person is given another's login",
                    "take /api out of the cache: in nginx no proxy_cache and no proxy_ignore_headers for it");
        }
        String caching = one.headerText("cache-control");
        if (!caching.contains("no-store")) {
            return new Failed(
                    Cause.CACHE_CONTROL_REWRITTEN,
                    "Cache-Control",
                    caching,
                    "Latchkey says no-store, and the proxy says something else: a cache may store it next",
                    "let the proxy leave Cache-Control of /api alone");
        }
        return new Fine("two visitors get two answers, and no-store arrives");
    }

    Outcome keepForgeriesOut() throws IOException {
        HeaderField origin = new HeaderField("Origin", FOREIGN);
        HeaderField fetchSite = new HeaderField("Sec-Fetch-Site", "cross-site");
        boolean originCounts = isRefused(List.of(origin));
        boolean fetchSiteCounts = isRefused(List.of(fetchSite));
        if (originCounts && fetchSiteCounts) {
            return new Fine("a request that another site causes is refused, by Origin and by Sec-Fetch-Site");
        }
        Answer diagnostics = transport.send(Question.get(api, "/api/diagnostics", List.of(origin, fetchSite)));
        if (diagnostics.body().contains(FOREIGN) && diagnostics.body().contains("cross-site")) {
            return new Failed(
                    Cause.PROTECTION_REPORTS_ONLY,
                    "csrf.report-only",
                    "true",
                    "both headers arrive, and a request that another site causes is let through",
                    "write csrf.report-only = false once the log shows no request of your own");
        }
        String lost = originCounts ? "Sec-Fetch-Site" : fetchSiteCounts ? "Origin" : "Origin and Sec-Fetch-Site";
        return new Failed(
                Cause.ORIGIN_HEADERS_STRIPPED,
                lost,
                "not seen by the server",
                "a request that another site causes is let through: by these headers it would be known",
                "let the proxy pass " + lost + " on untouched"
                        + (originCounts || fetchSiteCounts
                                ? ""
                                : "; if it does, csrf.report-only is on, and should not stay so"));
    }

    private boolean isRefused(List<HeaderField> telling) throws IOException {
        List<HeaderField> headers = new ArrayList<>(telling);
        headers.add(new HeaderField("Content-Type", "application/json"));
        return !transport
                .send(new Question("POST", api, "/api/logout", headers, "{}"))
                .isOk();
    }
}
