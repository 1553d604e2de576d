package dev.latchkey.http.diagnosis;

import dev.latchkey.http.cookie.CookieHeader;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.deployment.DeploymentSetting;
import dev.latchkey.http.deployment.Hosts;
import dev.latchkey.http.diagnosis.Diagnosis.Symptom;
import dev.latchkey.http.exchange.Printable;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.forwarding.ClientConnection;
import dev.latchkey.http.forwarding.IpLiteral;
import dev.latchkey.http.origin.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The rules by which a request loses its cookie, from the connection inwards. */
final class Symptoms {
    private final DeploymentPolicy policy;
    private final Request request;
    private final ClientConnection connection;
    private final List<Symptom> found = new ArrayList<>();

    private Symptoms(DeploymentPolicy policy, Request request, ClientConnection connection) {
        this.policy = policy;
        this.request = request;
        this.connection = connection;
    }

    static List<Symptom> of(DeploymentPolicy policy, Request request, ClientConnection connection) {
        Symptoms symptoms = new Symptoms(policy, request, connection);
        symptoms.checkConnection();
        symptoms.checkPage();
        symptoms.checkCookies();
        return symptoms.found;
    }

    private void add(Cause cause, String detail, String cure) {
        found.add(new Symptom(cause, detail, cure));
    }

    private void checkConnection() {
        Origin publicOrigin = policy.publicOrigin();
        String peer = IpLiteral.format(request.peerAddress());
        if (!connection.isForwarded() && hasForwardingHeaders()) {
            add(
                    Cause.PROXY_NOT_TRUSTED,
                    "a proxy at " + peer + " says who the client is, and nobody told the server to believe it",
                    "write trusted-proxies = " + peer);
        }
        if (new Hosts(publicOrigin).judge(connection.hosts()) == Hosts.Service.REFUSED) {
            add(
                    Cause.HOST_REWRITTEN,
                    "the request is for " + Printable.of(String.join(",", connection.hosts()))
                            + ", and public-origin is " + publicOrigin,
                    "let the proxy pass on the Host it was asked for, or correct public-origin");
        }
        if (publicOrigin.isHttps() && !connection.isTls()) {
            add(
                    Cause.NOT_ENCRYPTED,
                    "the request came unencrypted: browsers would drop the Secure cookie, and the server refuses",
                    "open " + publicOrigin + "; a proxy that decrypts must set X-Forwarded-Proto");
        }
        if (!publicOrigin.isHttps() && connection.isTls()) {
            add(
                    Cause.UNEXPECTEDLY_ENCRYPTED,
                    "the request came encrypted, and the pages' origin is not " + publicOrigin,
                    "write public-origin with https");
        }
    }

    private boolean hasForwardingHeaders() {
        return Stream.of(
                        RequestHeader.FORWARDED,
                        RequestHeader.X_FORWARDED_FOR,
                        RequestHeader.X_FORWARDED_PROTO,
                        RequestHeader.X_FORWARDED_HOST)
                .anyMatch(name -> !request.header(name).isEmpty());
    }

    private void checkPage() {
        List<String> origins = request.header(RequestHeader.ORIGIN);
        if (!origins.isEmpty() && !isKnown(origins.getFirst())) {
            String origin = Printable.of(origins.getFirst());
            add(
                    Cause.ORIGIN_NOT_TRUSTED,
                    "the page is of " + origin + ", which may neither act nor read",
                    "write deployment = cross-origin and add " + origin + " to spa-origins, if it is yours");
        }
        if (request.header(RequestHeader.SEC_FETCH_SITE).contains("cross-site")
                && !policy.deployment().isCrossSite()) {
            add(
                    Cause.COOKIE_STAYS_ON_SITE,
                    "the page is of another site: browsers send it no "
                            + policy.sessionCookie().name() + " cookie, which is SameSite=Lax",
                    "put page and API below one domain, or behind one proxy; or name the page in spa-origins over https");
        }
    }

    private boolean isKnown(String text) {
        Optional<Origin> origin = Origin.parse(text);
        return origin.filter(known -> known.equals(policy.publicOrigin())
                        || policy.trustedOrigins().contains(known))
                .isPresent();
    }

    private void checkCookies() {
        List<String> cookies = request.header(RequestHeader.COOKIE);
        policy.cookies()
                .excess(cookies)
                .ifPresent(excess -> add(
                        Cause.COOKIES_TOO_LARGE,
                        excess,
                        "delete the cookies that other applications of this host have left, or raise "
                                + DeploymentSetting.COOKIE_MAX_BYTES));
        if (CookieHeader.find(cookies, policy.sessionCookie().name()) instanceof CookieHeader.Value.Conflict) {
            add(
                    Cause.COOKIE_CONFLICT,
                    policy.sessionCookie().name() + " came twice: another path or another host has set it too",
                    "log in again, which clears what can be cleared; over https the __Host- name keeps twins out");
        }
        boolean isFromTrustedPage = request.header(RequestHeader.ORIGIN).stream()
                .anyMatch(text -> Origin.parse(text)
                        .filter(policy.trustedOrigins()::contains)
                        .isPresent());
        if (isFromTrustedPage && cookies.isEmpty()) {
            add(
                    Cause.NO_COOKIE_SENT,
                    "a page of another origin asks and sends no cookie at all",
                    "give fetch credentials: \"include\", for login as well as for everything after it");
        }
    }
}
