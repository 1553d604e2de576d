package dev.latchkey.http.diagnosis;

import dev.latchkey.http.cookie.CookieHeader;
import dev.latchkey.http.cookie.CookieSpec;
import dev.latchkey.http.deployment.Cookies;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.deployment.DeploymentSetting;
import dev.latchkey.http.deployment.FormerCookies;
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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules by which a request loses its cookie, from the connection inwards. */
final class Symptoms {
    /** The longer before what it begins with. */
    private static final List<String> PREFIXES = List.of("__Host-Http-", "__Host-", "__Secure-", "__Http-");

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

    private void checkTwins(List<String> cookies) {
        Cookies ours = policy.cookies();
        List<String> names = Stream.of(ours.session(), ours.remember(), ours.device(), ours.csrf())
                .map(CookieSpec::name)
                .toList();
        for (String name : names) {
            if (CookieHeader.find(cookies, name) instanceof CookieHeader.Value.Conflict) {
                add(
                        Cause.COOKIE_CONFLICT,
                        name + " came twice: another path or another host has set it too",
                        "log in again, which clears what can be cleared; over https the __Host- name keeps twins out");
            }
        }
        Set<String> formers = ours.former().names().stream()
                .map(FormerCookies.Name::text)
                .flatMap(former -> names.stream()
                        .map(name ->
                                former + name.substring(ours.session().name().length())))
                .collect(Collectors.toSet());
        Set<String> bare = names.stream().map(Symptoms::withoutPrefix).collect(Collectors.toSet());
        for (String name : CookieHeader.names(cookies)) {
            if (formers.contains(name)) {
                add(
                        Cause.COOKIE_CONFLICT,
                        name + " came, a name of before: it is read until "
                                + ours.former().until()
                                + ", and each answer that reaches the browser removes what this origin can reach",
                        "where it comes again, another host of the domain sets it; after that day move "
                                + DeploymentSetting.COOKIE_FORMER_UNTIL + " to have it removed");
            } else if (!names.contains(name) && bare.contains(withoutPrefix(name))) {
                add(
                        Cause.COOKIE_CONFLICT,
                        name
                                + " came, which differs from a cookie of ours in its prefix alone: it is from before a change"
                                + " of the deployment, or another host of the domain has set it",
                        "nobody is logged in by it; write " + DeploymentSetting.COOKIE_FORMER + " = "
                                + sessionName(name) + " with a day in " + DeploymentSetting.COOKIE_FORMER_UNTIL
                                + " to have it removed");
            }
        }
    }

    /** What the session cookie was called beside a cookie of that name. */
    private String sessionName(String name) {
        String session = withoutPrefix(policy.sessionCookie().name());
        String prefix = name.substring(0, name.length() - withoutPrefix(name).length());
        return prefix + session;
    }

    private static String withoutPrefix(String name) {
        return PREFIXES.stream()
                .filter(prefix -> name.regionMatches(true, 0, prefix, 0, prefix.length()))
                .findFirst()
                .map(prefix -> name.substring(prefix.length()))
                .orElse(name);
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
        checkTwins(cookies);
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
