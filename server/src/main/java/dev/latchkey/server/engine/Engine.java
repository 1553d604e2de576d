package dev.latchkey.server.engine;

import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.exchange.Handler;
import io.helidon.common.tls.Tls;
import io.helidon.webserver.WebServer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A running HTTP server: listens on every address, gives each request to the handler, writes its answers. HTTP/1.1;
 * with TLS also HTTP/2, where a client asks for it. Thread-safe.
 */
public final class Engine implements AutoCloseable {
    /** Another listener may hold, on a second address, the port that the system chose for the first. */
    private static final int PORT_ATTEMPTS = 8;

    private final ConnectionGuard guard;
    private final Optional<TlsFiles> tls;
    private final List<WebServer> servers;
    private final int port;

    private Engine(ConnectionGuard guard, Optional<TlsFiles> tls, List<WebServer> servers) {
        this.guard = guard;
        this.tls = tls;
        this.servers = servers;
        this.port = servers.getFirst().port(); // Helidon forgets it when it stops
    }

    /**
     * Listens without TLS.
     *
     * @param port the same on each address; 0 for one that is free
     * @param answers makes the refusals of what never reaches the handler
     * @throws CannotListenException when an address or its port is not to be had; nothing listens then
     */
    public static Engine start(
            List<InetAddress> addresses, int port, EngineLimits limits, Handler handler, Answers answers) {
        return start(addresses, port, limits, handler, answers, Optional.empty());
    }

    /**
     * Listens with TLS 1.2 and 1.3, for HTTP/2 and HTTP/1.1.
     *
     * @throws TlsFilesException when the certificate or its key cannot be used
     * @throws CannotListenException when an address or its port is not to be had; nothing listens then
     */
    public static Engine startTls(
            List<InetAddress> addresses,
            int port,
            EngineLimits limits,
            Handler handler,
            Answers answers,
            TlsFiles files) {
        return start(addresses, port, limits, handler, answers, Optional.of(files));
    }

    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    private static Engine start(
            List<InetAddress> addresses,
            int port,
            EngineLimits limits,
            Handler handler,
            Answers answers,
            Optional<TlsFiles> files) {
        Optional<Tls> tls = files.map(TlsFiles::load);
        ConnectionGuard guard = new ConnectionGuard(limits);
        AnswerWriter writer = new AnswerWriter();
        Refusals refusals = new Refusals(answers, writer);
        Listeners listeners =
                new Listeners(guard, new OneRouting(new Exchanges(handler, refusals, writer)), refusals, tls);
        try {
            return new Engine(guard, files, listen(listeners, List.copyOf(addresses), port));
        } catch (RuntimeException e) {
            guard.close();
            throw e;
        }
    }

    private static List<WebServer> listen(Listeners listeners, List<InetAddress> addresses, int port) {
        for (int attempt = 1; ; attempt++) {
            try {
                return listenOnce(listeners, addresses, port);
            } catch (CannotListenException e) {
                if (port != 0 || e.port() == 0 || attempt == PORT_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static List<WebServer> listenOnce(Listeners listeners, List<InetAddress> addresses, int port) {
        List<WebServer> servers = new ArrayList<>();
        int chosen = port;
        try {
            for (InetAddress address : addresses) {
                WebServer server = listeners.listen(address, chosen);
                servers.add(server);
                chosen = server.port();
            }
            return List.copyOf(servers);
        } catch (RuntimeException e) {
            servers.forEach(WebServer::stop);
            throw e;
        }
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** How many connections are open now. */
    public int connections() {
        return guard.open();
    }

    /**
     * Reads the certificate and the key again; connections made from now on use them.
     *
     * @throws TlsFilesException when they cannot be used; the old ones stay then
     * @throws IllegalStateException when there is no TLS here
     */
    public void reloadTls() {
        TlsFiles files = tls.orElseThrow(() -> new IllegalStateException("there is no TLS here to reload"));
        for (WebServer server : servers) {
            server.reloadTls(files.load());
        }
    }

    /**
     * Stops accepting, lets idle connections go, waits for requests under way, closes. Blocks; a second call does
     * nothing more.
     *
     * @param drain how long requests under way may take
     */
    public void stop(Duration drain) {
        guard.drain();
        List<Thread> stoppers = servers.stream()
                .map(server -> Thread.ofPlatform().daemon().name("http-stop").start(server::stop))
                .toList();
        guard.awaitQuiet(drain);
        // Their answers are written; the last bytes may still be on the way.
        guard.awaitEmpty(drain.compareTo(GuardedConnection.FAREWELL) < 0 ? drain : GuardedConnection.FAREWELL);
        guard.close();
        stoppers.forEach(Engine::join);
    }

    /** Whatever does not end now is a handler that ignores its interrupt; the process must not wait for it. */
    private static void join(Thread stopper) {
        try {
            stopper.join(GuardedConnection.FAREWELL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops without waiting for anybody. */
    @Override
    public void close() {
        stop(Duration.ZERO);
    }
}
