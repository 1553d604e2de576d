package dev.latchkey.server.app;

import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.origin.Origin;
import dev.latchkey.server.engine.Engine;
import dev.latchkey.server.engine.EngineLimits;
import dev.latchkey.server.engine.TlsFiles;
import dev.latchkey.server.files.StaticSite;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
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
     * @param tls a certificate; empty for plain http
     */
    public record Options(
            Path folder, Optional<Origin> api, List<InetAddress> listen, int port, Optional<TlsFiles> tls) {
        /** Copies the list. */
        public Options {
            listen = List.copyOf(listen);
        }
    }

    /**
     * Starts one; it accepts requests when this returns.
     *
     * @throws dev.latchkey.server.engine.CannotListenException when the port is taken
     */
    public static StaticHost start(Options options) {
        // Of the policy only the headers matter here: there is no cookie, and no request is refused for its host.
        DeploymentPolicy policy = DeploymentPolicy.embedded(
                Origin.parse("http://localhost:" + Math.max(1, options.port())).orElseThrow());
        StaticSite site = new StaticSite(options.folder(), policy, options.api());
        Answers answers = new Answers(policy);
        EngineLimits limits = EngineLimits.defaults();
        Engine engine = options.tls()
                .map(files -> Engine.startTls(options.listen(), options.port(), limits, site, answers, files))
                .orElseGet(() -> Engine.start(options.listen(), options.port(), limits, site, answers));
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
