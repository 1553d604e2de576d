package dev.latchkey.engine;

import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.exchange.Handler;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A running HTTP server: listens on every address, gives each request to the handler, writes its answers. HTTP/1.1 and
 * HTTP/1.0; with TLS also HTTP/2, where a client asks for it. Thread-safe.
 */
public final class Engine implements AutoCloseable {
    /** Another listener may hold, on a second address, the port that the system chose for the first. */
    private static final int PORT_ATTEMPTS = 8;

    private static final int BACKLOG = 1024;

    /** So many bytes of answers may wait for a peer to read; then it is asked for no more requests. */
    private static final WriteBufferWaterMark UNREAD = new WriteBufferWaterMark(4 * 1024, 16 * 1024);

    private final Transport transport;
    private final Connections connections;
    private final Exchanges exchanges;
    private final EventLoopGroup loops;
    private final Http1Connection.Parts parts;
    private final Optional<TlsFiles> files;
    private volatile @Nullable SslContext tls;
    private volatile List<Channel> listeners = List.of();
    private int port;

    static {
        // Netty looks them up once. The first finds bugs in programs that keep buffers, for a price; the arenas are of
        // four MiB each by default, of which an idle server would touch one for each core.
        setIfAbsent("io.netty.leakDetection.level", "disabled");
        setIfAbsent("io.netty.allocator.maxOrder", "6");
        setIfAbsent("io.netty.allocator.numHeapArenas", "0");
    }

    private Engine(Builder builder) {
        this.transport = builder.transport.available();
        this.connections = new Connections(builder.limits, builder.exempt);
        Refusals refusals = new Refusals(builder.answers, builder.listener, builder.refusalPage);
        this.exchanges = new Exchanges(builder.handler, refusals::internalError);
        this.files = Optional.ofNullable(builder.tls);
        this.tls = builder.tls == null ? null : builder.tls.load();
        this.parts = new Http1Connection.Parts(
                builder.limits,
                new Budget(builder.limits.budgetBytes()),
                connections,
                exchanges,
                refusals,
                new AnswerWriter(builder.clock));
        this.loops = transport.newLoops();
        connections.watch(loops);
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /**
     * Begins an engine with the limits of {@link EngineLimits#defaults()}, without TLS.
     *
     * @param handler answers what is well-formed
     * @param answers makes the refusals of the rest
     * @param clock tells the {@code Date} of answers
     */
    public static Builder builder(Handler handler, Answers answers, InstantSource clock) {
        return new Builder(handler, answers, clock);
    }

    /** Options of {@link Engine}. Not thread-safe. */
    public static final class Builder {
        private final Handler handler;
        private final Answers answers;
        private final InstantSource clock;
        private EngineLimits limits = EngineLimits.defaults();
        private Transport transport = Transport.AUTO;
        private RefusalListener listener = (method, rawPath, status, peer) -> {};
        private RefusalPage refusalPage = RefusalPage.none();
        private Predicate<InetAddress> exempt = peer -> false;
        private Consumer<Engine> bound = engine -> {};
        private @Nullable TlsFiles tls;

        private Builder(Handler handler, Answers answers, InstantSource clock) {
            this.handler = handler;
            this.answers = answers;
            this.clock = clock;
        }

        /** How long a peer may take, and how much it may send. */
        public Builder limits(EngineLimits value) {
            limits = value;
            return this;
        }

        /** How the kernel is asked; default {@link Transport#AUTO}. */
        public Builder transport(Transport value) {
            transport = value;
            return this;
        }

        /** TLS 1.2 and 1.3 with that certificate, for HTTP/2 and HTTP/1.1; default: none. */
        public Builder tls(TlsFiles value) {
            tls = value;
            return this;
        }

        /** Who hears of answers that no handler gave; default: nobody. */
        public Builder refusals(RefusalListener value) {
            listener = value;
            return this;
        }

        /** How refusals look to whom; default: one form for everybody. */
        public Builder refusalPage(RefusalPage value) {
            refusalPage = value;
            return this;
        }

        /** Peers that may have as many connections as there are: proxies, behind which are many; default: none. */
        public Builder exempt(Predicate<InetAddress> value) {
            exempt = value;
            return this;
        }

        /**
         * What is to happen once it has its port and before the first request is answered: whoever says that it can be
         * reached says so neither too early nor too late there; default: nothing.
         */
        public Builder bound(Consumer<Engine> value) {
            bound = value;
            return this;
        }

        /**
         * Listens; requests are answered when this returns.
         *
         * @param port the same on each address; 0 for one that is free
         * @throws TlsFilesException when the certificate or its key cannot be used
         * @throws CannotListenException when an address or its port is not to be had; nothing listens then
         */
        public Engine start(List<InetAddress> addresses, int port) {
            Engine engine = new Engine(this);
            try {
                engine.listen(addresses, port);
                bound.accept(engine);
                engine.listeners.forEach(listener -> listener.config().setAutoRead(true));
                return engine;
            } catch (RuntimeException e) {
                engine.close();
                throw e;
            }
        }
    }

    private void listen(List<InetAddress> addresses, int wanted) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(transport.channelType())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.AUTO_READ, false) // until somebody heard that it listens
                .handler(new Listening())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNREAD)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childHandler(new Accepted());
        for (int attempt = 1; listeners.isEmpty(); attempt++) {
            try {
                listeners = listenOnce(bootstrap, addresses, wanted);
            } catch (CannotListenException e) {
                if (wanted != 0 || e.port() == 0 || attempt == PORT_ATTEMPTS) {
                    throw e;
                }
            }
        }
        port = portOf(listeners.getFirst());
    }

    private static List<Channel> listenOnce(ServerBootstrap bootstrap, List<InetAddress> addresses, int wanted) {
        List<Channel> bound = new ArrayList<>();
        int chosen = wanted;
        for (InetAddress address : addresses) {
            var binding = bootstrap.bind(new InetSocketAddress(address, chosen)).awaitUninterruptibly();
            if (!binding.isSuccess()) {
                bound.forEach(channel -> channel.close().awaitUninterruptibly());
                throw new CannotListenException(
                        address, chosen, String.valueOf(binding.cause().getMessage()), binding.cause());
            }
            bound.add(binding.channel());
            chosen = portOf(bound.getFirst());
        }
        return List.copyOf(bound);
    }

    private static int portOf(Channel listener) {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** An accept that fails, for want of descriptors say, is tried again in a second. */
    @io.netty.channel.ChannelHandler.Sharable
    private static final class Listening extends ChannelInboundHandlerAdapter {
        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // a loop that was shut down accepts nobody anyway
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            ChannelConfig config = context.channel().config();
            if (config.isAutoRead()) {
                // Those who wait make it ready at once, and trying without a pause would keep a core busy.
                config.setAutoRead(false);
                context.executor().schedule(() -> config.setAutoRead(true), 1, TimeUnit.SECONDS);
                Connection.log(Level.WARNING, "a connection could not be accepted, and others wait", cause);
            }
        }
    }

    /** A connection that was just accepted, on its loop. */
    private final class Accepted extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            Connection connection = connections.admit(channel);
            SslContext secure = tls;
            if (connection == null) {
                Connection.abort(channel);
            } else if (secure == null) {
                speakHttp1(connection, false);
            } else {
                SslHandler handler = secure.newHandler(channel.alloc(), exchanges.executor());
                handler.setHandshakeTimeoutMillis(parts.limits().handshake().toMillis());
                handler.setCloseNotifyFlushTimeoutMillis(Http1Connection.FAREWELL.toMillis());
                channel.pipeline().addLast(handler, new Handshake(connection));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            Connection.abort(context.channel());
        }
    }

    private void speakHttp1(Connection connection, boolean isTls) {
        Http1Connection http1 = new Http1Connection(parts, connection, isTls);
        connection.speaks(http1);
        connection.channel().pipeline().addLast(http1);
    }

    /** Waits for TLS, and for what the client wants to speak over it. */
    private final class Handshake extends ApplicationProtocolNegotiationHandler {
        private final Connection connection;

        Handshake(Connection connection) {
            super(ApplicationProtocolNames.HTTP_1_1);
            this.connection = connection;
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext context, String protocol) {
            if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                Http2Connection.begin(parts, connection, true);
            } else {
                speakHttp1(connection, true);
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
            if (event instanceof ChannelInputShutdownEvent) {
                connection.abort(); // half a handshake, and the other half never comes
            } else {
                super.userEventTriggered(context, event);
            }
        }

        @Override
        protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {
            connection.close();
        }

        /** Strangers try every kind of handshake; none is news. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            connection.close();
        }
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** How many connections are open now. */
    public int connections() {
        return connections.open();
    }

    /** How many bytes are kept of requests whose end has not come. */
    long bytesUnderWay() {
        return parts.budget().taken();
    }

    /** Looks at every deadline as if that much more time had passed. */
    void look(Duration later) {
        connections.look(later);
    }

    /** How the kernel is asked for bytes here; never {@link Transport#AUTO}. */
    public Transport transport() {
        return transport;
    }

    /** Whether it listens everywhere it should, and each of its event loops turns. */
    public boolean isAlive() {
        return isAlive(Duration.ZERO);
    }

    /** Whether it would be, were that much more time to pass without a look at any connection. */
    boolean isAlive(Duration later) {
        return connections.isAlive(later) && listeners.stream().allMatch(Channel::isActive);
    }

    EventLoopGroup loops() {
        return loops;
    }

    /**
     * Reads the certificate and the key again; connections made from now on use them.
     *
     * @throws TlsFilesException when they cannot be used; the old ones stay then
     * @throws IllegalStateException when there is no TLS here
     */
    public void reloadTls() {
        tls = files.orElseThrow(() -> new IllegalStateException("there is no TLS here to reload"))
                .load();
    }

    /**
     * Stops accepting, lets idle connections go, waits for requests under way, closes. Blocks; a second call does
     * nothing more.
     *
     * @param drain how long requests under way may take
     */
    public void stop(Duration drain) {
        listeners.forEach(listener -> listener.close().awaitUninterruptibly());
        connections.drain();
        connections.awaitEmpty(drain);
        connections.abort();
        exchanges.close();
        // Their answers are written; the last bytes may still be on the way.
        connections.awaitEmpty(drain.compareTo(Http1Connection.FAREWELL) < 0 ? drain : Http1Connection.FAREWELL);
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    /** Stops without waiting for anybody. */
    @Override
    public void close() {
        stop(Duration.ZERO);
    }
}
