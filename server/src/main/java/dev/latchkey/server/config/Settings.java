package dev.latchkey.server.config;

import dev.latchkey.core.LoginRules;
import dev.latchkey.engine.Transport;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.deployment.Finding;
import dev.latchkey.http.origin.Origin;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything a server is told, checked. Holds no secret.
 *
 * @param deployment all that follows from the deployment
 * @param warnings what works but costs something, to be said at the start
 * @param tls the server's own certificate; empty when it speaks plain http
 * @param port never 0: a free one was found when any would do
 * @param management where health and metrics are served; empty for nowhere
 * @param rules what holds during a login's life
 * @param takeover how long a start waits for another server on the same data to end
 */
public record Settings(
        DeploymentPolicy deployment,
        List<Finding> warnings,
        Optional<Tls> tls,
        List<InetAddress> listen,
        int port,
        Optional<Management> management,
        Path data,
        Duration takeover,
        Page page,
        LoginRules rules,
        int cachedSessions,
        Hashing hashing,
        int maxConnections,
        Duration idleTimeout,
        Transport transport,
        Duration drainTimeout,
        Log log) {

    /** Copies the lists. */
    public Settings {
        warnings = List.copyOf(warnings);
        listen = List.copyOf(listen);
    }

    /**
     * The server's own certificate.
     *
     * @param certificate PEM, the whole chain
     * @param key PEM, PKCS #8
     */
    public record Tls(Path certificate, Path key) {}

    /**
     * Where health and metrics are served.
     *
     * @param port 0 for one that is free
     */
    public record Management(List<InetAddress> listen, int port) {
        /** Copies the list. */
        public Management {
            listen = List.copyOf(listen);
        }
    }

    /**
     * Where the page comes from.
     *
     * @param staticFiles built files; empty for none
     * @param templates the folder of {@code index.html}; empty for no page
     * @param devAssets a Vite development server in front; empty in production
     */
    public record Page(Optional<Path> staticFiles, Optional<Path> templates, Optional<Origin> devAssets) {}

    /** What hashing a password takes, and how much of it may go on. */
    public record Hashing(int memoryKib, int iterations, int parallelism, int permits, int queue, Duration deadline) {}

    /** What is logged, and how. */
    public record Log(boolean access, boolean json) {}
}
