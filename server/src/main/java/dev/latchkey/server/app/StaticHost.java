package dev.latchkey.server.app;

import dev.latchkey.engine.Descriptors;
import dev.latchkey.engine.Engine;
import dev.latchkey.engine.EngineLimits;
import dev.latchkey.engine.TlsFiles;
import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.origin.Origin;
import dev.latchkey.site.files.StaticSite;
import dev.latchkey.site.refusal.RefusalPages;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A running host of an app's files, for pages that call the API from another origin. {@link #close()} ends it. */
public final class StaticHost implements AutoCloseable {
    private static final Duration DRAIN = Duration.ofSeconds(2);

    private final Engine engine;
    private final boolean isTls;

    private StaticHost(Engine engine, boolean isTls) {
        this.engine = engine;
        this.isTls = isTls;
    }

    /**
     * What to serve, and where.
     *
     * @param folder the app's build, with its {@code index.html}
     * @param api the API's origin; empty when it is the page's own
     * @param page what its page is like
     * @param tls a certificate; empty for plain http
     */
    public record Options(
            Path folder,
            Optional<Origin> api,
            StaticSite.Page page,
            List<InetAddress> listen,
            int port,
            Optional<TlsFiles> tls) {
        /** Copies the list. */
        public Options {
            listen = List.copyOf(listen);
        }
    }

    /**
     * Starts one; it accepts requests when this returns.
     *
     * @throws dev.latchkey.engine.CannotListenException when the port is taken
     */
    @CompositionRoot
    public static StaticHost start(Options options) {
        InstantSource clock = Clock.systemUTC();
        // Of the policy only the headers matter here: there is no cookie, and no request is refused for its host.
        DeploymentPolicy policy = DeploymentPolicy.embedded(
                Origin.parse("http://localhost:" + Math.max(1, options.port())).orElseThrow());
        StaticSite site = new StaticSite(options.folder(), policy, options.api(), options.page());
        RefusalPages pages = new RefusalPages(policy, StaticSite::isForApi);
        Engine.Builder builder = Engine.builder(pages.around(site), new Answers(policy), clock)
                .refusalPage(pages::of)
                .limits(EngineLimits.defaults()
                        .withMaxConnections(
                                Descriptors.bound(EngineLimits.defaults().maxConnections())))
                .exempt(InetAddress::isLoopbackAddress);
        options.tls().ifPresent(builder::tls);
        Engine engine = builder.start(options.listen(), options.port());
        return new StaticHost(engine, options.tls().isPresent());
    }

    /** Where this machine reaches it. */
    public String origin() {
        return (isTls ? "https" : "http") + "://localhost:" + engine.port();
    }

    @Override
    public void close() {
        engine.stop(DRAIN);
    }
}
