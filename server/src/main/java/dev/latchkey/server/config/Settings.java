package dev.latchkey.server.config;

import dev.latchkey.http.origin.Origin;
import dev.latchkey.session.SessionPolicy;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything a server is told, checked. Holds no secret.
 *
 * @param publicOrigin where browsers reach it; empty for {@code http://localhost} and the port it gets
 */
public record Settings(
        Optional<Origin> publicOrigin,
        List<InetAddress> listen,
        int port,
        Path data,
        Page page,
        SessionPolicy sessions,
        int cachedSessions,
        Hashing hashing,
        int maxConnections,
        Duration drainTimeout,
        Log log) {

    /** Copies the list. */
    public Settings {
        listen = List.copyOf(listen);
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
