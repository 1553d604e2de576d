package dev.latchkey.server.engine;

import io.helidon.common.tls.Tls;
import io.helidon.http.HttpLogConfig;
import io.helidon.http.media.MediaContext;
import io.helidon.service.registry.GlobalServiceRegistry;
import io.helidon.service.registry.ServiceRegistryConfig;
import io.helidon.service.registry.ServiceRegistryManager;
import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.Router;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.http2.Http2Config;
import io.helidon.webserver.http2.Http2ConnectionSelector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes and starts one Helidon server for one address; an engine has one per address, so that they can share a port
 * that the system chose.
 */
final class Listeners {
    private static final int MAX_REQUEST_LINE = 8 * 1024;
    private static final int MAX_HEADERS = 16 * 1024;
    private static final int BACKLOG = 1024;
    private static final int MAX_STREAMS = 100;

    /** Longer than any drain: the engine decides when a drain is over, and Helidon only waits for its threads. */
    private static final Duration GRACE = Duration.ofHours(1);

    /** At debug level Helidon would log the targets and headers of strangers; our own log decides what is safe. */
    private static final HttpLogConfig NO_LOG =
            HttpLogConfig.builder().receiveLog(false).sendLog(false).build();

    /** The guard does that, and sees more. */
    private static final Duration NEVER = Duration.ofDays(1);

    static {
        if (!GlobalServiceRegistry.configured()) {
            // What Helidon would look up by itself is named here: reading each archive's list of services takes time.
            GlobalServiceRegistry.registry(ServiceRegistryManager.create(ServiceRegistryConfig.builder()
                            .discoverServices(false)
                            .discoverServicesFromServiceLoader(false)
                            .build())
                    .registry());
        }
    }

    private final ConnectionGuard guard;
    private final Router router;
    private final Refusals refusals;
    private final Optional<Tls> tls;

    Listeners(ConnectionGuard guard, Router router, Refusals refusals, Optional<Tls> tls) {
        this.guard = guard;
        this.router = router;
        this.refusals = refusals;
        this.tls = tls;
    }

    /**
     * Listens.
     *
     * @param port 0 for one that is free
     * @throws CannotListenException when that is not possible
     */
    WebServer listen(InetAddress address, int port) {
        InetSocketAddress socketAddress = new InetSocketAddress(address, port);
        tryToBind(socketAddress);
        WebServer server = server(socketAddress).start();
        if (!server.isRunning()) { // Helidon logs the reason and keeps it to itself
            throw new CannotListenException(
                    address, port, "the address was taken just now", new IOException("start failed"));
        }
        return server;
    }

    private static void tryToBind(InetSocketAddress address) {
        try (ServerSocketChannel channel = ServerSocketChannel.open()) {
            channel.bind(address);
        } catch (IOException | UnsupportedOperationException e) {
            throw new CannotListenException(address.getAddress(), address.getPort(), String.valueOf(e.getMessage()), e);
        }
    }

    private WebServer server(InetSocketAddress address) {
        WebServerConfig.Builder builder = WebServer.builder()
                .bindAddress(address)
                .backlog(BACKLOG)
                .shutdownHook(false)
                .shutdownGracePeriod(GRACE)
                .featuresDiscoverServices(false)
                .protocolsDiscoverServices(false)
                .mediaContext(MediaContext.builder()
                        .mediaSupportsDiscoverServices(false)
                        .registerDefaults(false)
                        .build())
                .contentEncoding(new RawContent())
                .maxPayloadSize(guard.limits().maxBodyBytes())
                .maxConcurrentRequests(-1)
                .idleConnectionTimeout(NEVER)
                .idleConnectionPeriod(NEVER)
                .directHandlers(refusals.directHandlers())
                // Tells the direct handlers apart what has no event; the text itself is never sent.
                .errorHandling(ErrorHandling.builder()
                        .includeEntity(true)
                        .logAllMessages(false)
                        .build())
                .connectionOptions(new AcceptHook(guard))
                .addConnectionSelector(new GuardedSelector(guard, router, http1(), tls.map(ignored -> http2())))
                // With its NIO socket Helidon looks up the name of each TLS client, which blocks for as long as a
                // stranger's name server likes and holds a carrier thread meanwhile.
                .useNio(tls.isEmpty());
        tls.ifPresent(builder::tls);
        return builder.build();
    }

    /** No upgraders, hence no HTTP/2 over plain text. */
    private static Http1ConnectionSelector http1() {
        return Http1ConnectionSelector.builder()
                .config(Http1Config.builder()
                        .name("http1")
                        .log(NO_LOG)
                        .maxPrologueLength(MAX_REQUEST_LINE)
                        .maxHeadersSize(MAX_HEADERS)
                        .validateRequestHeaders(true)
                        .validateResponseHeaders(false) // HeaderField did
                        .validatePath(true)
                        // Browsers send brackets and bars in a query as they are; nothing here decodes one.
                        .validatePrologue(false)
                        .continueImmediately(false)
                        .sendKeepAliveHeader(false)
                        .build())
                .build();
    }

    /**
     * Bounds what CVE-2023-44487 (rapid reset) and CVE-2025-8671 (made you reset) cost. A browser that leaves a page
     * resets what it waits for, all of its streams at worst: five such pages within the period are no attack.
     */
    private static Http2ConnectionSelector http2() {
        return Http2ConnectionSelector.builder()
                .http2Config(Http2Config.builder()
                        .name("http2")
                        .log(NO_LOG)
                        .maxConcurrentStreams(MAX_STREAMS)
                        .maxHeaderListSize(MAX_HEADERS)
                        .initialWindowSize(65_535)
                        .maxRapidResets(5 * MAX_STREAMS)
                        .rapidResetCheckPeriod(Duration.ofSeconds(10))
                        .maxEmptyFrames(10)
                        .flowControlTimeout(Duration.ofSeconds(10))
                        .build())
                .build();
    }
}
