package dev.latchkey.server.app;

import dev.latchkey.Latchkey;
import dev.latchkey.LoginSetting;
import dev.latchkey.Upkeep;
import dev.latchkey.cache.CachedSessionStore;
import dev.latchkey.core.account.Users;
import dev.latchkey.core.audit.AuditEntry;
import dev.latchkey.core.audit.AuditQuery;
import dev.latchkey.core.credential.HashingBulkhead;
import dev.latchkey.database.Following;
import dev.latchkey.engine.CannotListenException;
import dev.latchkey.engine.CertificateWatch;
import dev.latchkey.engine.Descriptors;
import dev.latchkey.engine.Engine;
import dev.latchkey.engine.EngineLimits;
import dev.latchkey.engine.RefusalListener;
import dev.latchkey.engine.TlsFiles;
import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.api.Api;
import dev.latchkey.http.deployment.Deployment;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.exchange.Handler;
import dev.latchkey.http.forwarding.Forwarding;
import dev.latchkey.http.forwarding.IpLiteral;
import dev.latchkey.http.origin.Origin;
import dev.latchkey.server.log.AccessLog;
import dev.latchkey.server.log.AuditLog;
import dev.latchkey.server.log.CsrfLog;
import dev.latchkey.server.log.Logging;
import dev.latchkey.server.metrics.Metrics;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.settings.Settings;
import dev.latchkey.site.FrontDoor;
import dev.latchkey.site.files.PasswordPage;
import dev.latchkey.site.files.StaticFiles;
import dev.latchkey.site.page.BasePath;
import dev.latchkey.site.page.Pages;
import dev.latchkey.site.refusal.RefusalPages;
import dev.latchkey.uap.KnownBrowsers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server: opens the data, brings the parts together, listens; {@link #close()} ends it in order, requests
 * under way first.
 */
public final class LatchkeyServer implements AutoCloseable {
    /** Those who watch are few; whoever opens more is not one of them. */
    private static final int MANAGEMENT_CONNECTIONS = 64;

    private static final Logger LOG = LoggerFactory.getLogger("latchkey.server");

    private final Settings settings;
    private final int connections;
    private final OpenData data;
    private final HashingBulkhead bulkhead;
    private final Latchkey latchkey;
    private final Health health;
    private final Metrics metrics = new Metrics();
    private final RefusalPages refusalPages;
    private final Optional<Engine> management;
    private final Answers outside;
    private final CachedSessionStore store;
    private final Following following;
    private final Handler door;
    private final Engine engine;

    private LatchkeyServer(Settings settings, OpenData data) {
        this.settings = settings;
        this.data = data;
        this.connections = Descriptors.bound(settings.get(ServerSetting.HTTP_MAX_CONNECTIONS));
        DeploymentPolicy policy = settings.deployment();
        // What is refused before the API hears of it, or on the other port, is none of the API's refusals.
        this.outside = new Answers(policy);
        this.store = data.database().cache(settings.get(ServerSetting.CACHE_SESSIONS));
        Settings.Hashing hashing = settings.hashing();
        this.bulkhead = new HashingBulkhead(hashing.permits(), hashing.queue(), hashing.deadline());
        HashingThreads.begin(bulkhead);
        KnownBrowsers browsers = new KnownBrowsers();
        this.latchkey = Latchkey.builder()
                .policy(policy)
                .stores(data.stores().withSessions(store))
                .hasher(data.hasher())
                .rules(settings.rules())
                .lookalikes(data.lookalikes())
                .hashing(bulkhead)
                // Each has a connection to itself where no HTTP/2 is spoken, and that is never closed for another one.
                .eventStreams(Math.min(settings.get(LoginSetting.EVENT_STREAMS), connections / 2))
                .random(data.tokens())
                .clock(data.clock())
                .lastSeen(data.database().lastSeen())
                .listener(metrics.latchkey().counting(new AuditLog()))
                .crossSiteListener(new CsrfLog())
                .userAgents(browsers)
                .build();
        Upkeep upkeep = latchkey.upkeep();
        this.following =
                data.database().follow(store, settings, latchkey.installation().keys()::refresh);
        this.health = new Health(new Health.Probes(
                data.database()::checkAvailable, this::isAlive, upkeep::isClockSane, following::hindrance));
        watch(store);
        this.refusalPages = new RefusalPages(policy, latchkey.api()::owns);
        try {
            this.management = settings.management().map(this::listen);
            Handler counted = refusalPages.around(frontDoor(latchkey.api(), policy));
            Optional<AccessLog> log = accessLog(counted);
            this.door = log.<Handler>map(logged -> logged).orElse(counted);
            this.engine = listenOrLetGo(
                    log.<RefusalListener>map(this::refusals).orElse(metrics.latchkey()::refused), latchkey.api());
        } catch (RuntimeException | Error e) {
            following.close();
            latchkey.close();
            throw e;
        }
        metrics.latchkey().watchConnections(engine::connections);
        metrics.latchkey().watch(latchkey.guard());
        tlsFiles().ifPresent(metrics::watch);
        metrics.latchkey().watchEventStreams(latchkey.eventStreams()::size);
        upkeep.noticing(following::look);
        upkeep.every(Duration.ofMinutes(1), () -> upkeep.believedNow().ifPresent(data.database()::seen));
        upkeep.soon(browsers::warmUp);
        tlsFiles()
                .map(files -> new CertificateWatch(files, engine::reloadTls))
                .ifPresent(watch -> upkeep.every(Duration.ofSeconds(5), watch::look));
    }

    /**
     * Starts a server; it accepts requests when this returns.
     *
     * @throws dev.latchkey.core.store.StoreUnavailableException when the data cannot be opened, or another server has it
     * @throws dev.latchkey.engine.CannotListenException when the port is taken
     * @throws CannotStartException when the system gives no threads
     */
    public static LatchkeyServer start(Settings settings) {
        return start(settings, OpenData.systemClock());
    }

    /** The same by another clock than the system's. */
    public static LatchkeyServer start(Settings settings, InstantSource clock) {
        return start(settings, OpenData.openToServe(settings, clock));
    }

    private static LatchkeyServer start(Settings settings, OpenData data) {
        try {
            LatchkeyServer server = new LatchkeyServer(settings, data);
            server.announce();
            return server;
        } catch (RuntimeException e) {
            data.close();
            throw e;
        } catch (OutOfMemoryError e) {
            data.close();
            throw new CannotStartException(
                    "the system gives this process too few threads or too little memory (" + e.getMessage() + ")",
                    "raise the limit of processes and threads (ulimit -u, systemd TasksMax, a container's pids limit),"
                            + " or of memory",
                    e);
        }
    }

    private boolean isAlive() {
        return data.database().isAlive() && latchkey.upkeep().isAlive();
    }

    private Handler frontDoor(Api api, DeploymentPolicy policy) {
        Optional<StaticFiles> files = settings.page().staticFiles().map(folder -> new StaticFiles(folder, policy));
        Optional<Pages> pages = settings.page()
                .templates()
                .map(folder -> new Pages(api.guard(), policy, data.tokens(), folder, settings.page()));
        pages.flatMap(Pages::flaw).ifPresent(flaw -> {
            throw new CannotStartException(
                    flaw.what() + " = " + flaw.value() + ": " + flaw.why(),
                    flaw.cure().text());
        });
        BasePath base = BasePath.of(settings.page().base());
        PasswordPage passwordPage =
                new PasswordPage(settings.page().changePassword().map(base::before));
        return metrics.latchkey()
                .timing(new FrontDoor(api, files, pages, policy, passwordPage, base, Health::owns), api.paths());
    }

    private Optional<AccessLog> accessLog(Handler counted) {
        return settings.log().access()
                ? Optional.of(
                        new AccessLog(counted, settings.deployment().forwarding(), Logging.output(), data.clock()))
                : Optional.empty();
    }

    private Engine listenOrLetGo(RefusalListener refusals, Api api) {
        try {
            return listen(refusals, api);
        } catch (RuntimeException e) {
            management.ifPresent(Engine::close);
            throw e;
        }
    }

    private Engine listen(RefusalListener refusals, Api api) {
        Forwarding proxies = settings.deployment().forwarding();
        Engine.Builder builder = Engine.builder(door, outside, data.clock())
                .limits(EngineLimits.defaults()
                        .withMaxConnections(connections)
                        .withIdle(settings.get(ServerSetting.HTTP_IDLE_TIMEOUT)))
                .transport(settings.get(ServerSetting.HTTP_TRANSPORT))
                .exempt(peer -> peer.isLoopbackAddress() || proxies.isTrusted(peer))
                .refusals(refusals)
                .refusalPage((refusal, request) -> api.guard().readable(request, refusalPages.of(refusal, request)))
                .bound(listening -> health.serve(listening::isAlive));
        tlsFiles().ifPresent(builder::tls);
        return builder.start(settings.listen(), settings.port());
    }

    /** What no handler answers is counted and logged like the rest. */
    private RefusalListener refusals(AccessLog log) {
        return (method, rawPath, status, peer) -> {
            metrics.latchkey().refused(method, rawPath, status, peer);
            log.refused(method, rawPath, status, peer);
        };
    }

    private Optional<TlsFiles> tlsFiles() {
        return settings.tls().map(files -> new TlsFiles(files.certificate(), files.key()));
    }

    private void watch(CachedSessionStore store) {
        metrics.latchkey().watch(store);
        metrics.latchkey().watch(bulkhead);
        metrics.watch(data.database());
        metrics.watch(following);
    }

    private Engine listen(Settings.Management where) {
        EngineLimits limits = EngineLimits.defaults().withConnections(MANAGEMENT_CONNECTIONS, MANAGEMENT_CONNECTIONS);
        ManagementCallers callers = new ManagementCallers(where.listen(), publicOrigin());
        Handler door = new ManagementDoor(health, metrics, callers, outside);
        try {
            return Engine.builder(door, outside, data.clock())
                    .limits(limits)
                    .transport(settings.get(ServerSetting.HTTP_TRANSPORT))
                    .start(where.listen(), where.port());
        } catch (CannotListenException e) {
            throw e.explained(
                    "health and metrics",
                    ServerSetting.MANAGEMENT_LISTEN.flag(),
                    ServerSetting.MANAGEMENT_PORT.flag() + ", or serve none with "
                            + ServerSetting.MANAGEMENT_PORT.flag() + "=off");
        }
    }

    /** What this machine is called, as far as it knows. */
    private void announce() {
        LOG.atInfo()
                .addKeyValue("origin", publicOrigin())
                .addKeyValue(
                        "listen",
                        settings.listen().stream()
                                .map(IpLiteral::format)
                                .collect(Collectors.joining(",", "", " port " + settings.port())))
                .addKeyValue("data", data.where())
                .addKeyValue("transport", engine.transport().label())
                .addKeyValue("connections", connections)
                .addKeyValue(
                        "management",
                        management.map(Engine::port).map(String::valueOf).orElse("off"))
                .log("started");
        if (settings.deployment().deployment() instanceof Deployment.Embedded
                && settings.page().templates().isEmpty()) {
            LOG.warn("there is no page, only the API: set static and templates to the folders of your app's build; or"
                    + " deployment, where somebody else serves it");
        }
        settings.management().map(Settings.Management::listen).ifPresent(LatchkeyServer::warnOfOpenManagement);
    }

    /** Says aloud where nobody can log in; for whoever makes no user after the start. */
    public void warnWithoutUsers() {
        data.warnWithoutUsers();
    }

    private static void warnOfOpenManagement(List<InetAddress> listen) {
        List<String> exposed = listen.stream()
                .filter(address -> !address.isLoopbackAddress())
                .map(IpLiteral::format)
                .toList();
        if (!exposed.isEmpty()) {
            LOG.warn("health and metrics are open beyond this machine, on {}: let no stranger reach them", exposed);
        }
    }

    /** The time by this machine's clock, for what happens before a server starts. */
    public static Instant now() {
        return OpenData.systemClock().instant();
    }

    /** Where browsers reach it. */
    public Origin publicOrigin() {
        return settings.deployment().publicOrigin();
    }

    /** The port it listens on. */
    public int port() {
        return engine.port();
    }

    /** Where health and metrics are to be had; empty for nowhere. */
    public Optional<InetSocketAddress> management() {
        return management.flatMap(engine -> settings.management()
                .map(where -> new InetSocketAddress(where.listen().getFirst(), engine.port())));
    }

    /** What the engine gives requests to: for tests of what a request costs, without a network in between. */
    Handler door() {
        return door;
    }

    /** The cache in front of the database. */
    CachedSessionStore store() {
        return store;
    }

    /** What is behind everything. */
    OpenData data() {
        return data;
    }

    /** Users, changed as an operator changes them. */
    public Users users() {
        return latchkey.installation().users();
    }

    /**
     * Lines of the audit log up to now, latest first.
     *
     * @throws dev.latchkey.core.store.StoreUnavailableException when the data cannot be read or written
     */
    public List<AuditEntry> auditLines(AuditQuery query) {
        latchkey.installation().audit().flush();
        return data.auditLines(query);
    }

    @Override
    public void close() {
        health.drain();
        engine.stop(settings.get(ServerSetting.HTTP_DRAIN_TIMEOUT));
        following.close();
        latchkey.close();
        management.ifPresent(Engine::close);
        metrics.close();
        data.close();
        LOG.info("stopped");
    }
}
