package dev.latchkey.server.engine;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** A connection as Helidon's protocols see it: its own, but for the reader and the writer, which are guarded. */
final class GuardedContext implements ConnectionContext {
    private final ConnectionContext delegate;
    private final GuardedConnection connection;
    private final Router router;
    private final HelidonSocket socket;
    private final PeerInfo remote;
    private final PeerInfo local;
    private final StrictReader reader;
    private @Nullable Http2Reader frames;
    private final DataWriter writer;
    private volatile boolean answeredLast;

    GuardedContext(ConnectionContext delegate, GuardedConnection connection, Router router) {
        this.delegate = delegate;
        this.connection = connection;
        this.router = router;
        this.socket = delegate.serverSocket();
        this.remote = delegate.remotePeer();
        this.local = delegate.localPeer();
        this.writer = new GuardedWriter(connection, delegate.dataWriter());
        this.reader = new StrictReader(this::pull);
    }

    private byte[] pull() {
        return connection.read(socket, reader);
    }

    /** It turned out to be HTTP/2; before anything is read. */
    void multiplexed() {
        connection.multiplexed();
        frames = new Http2Reader(this::pull);
    }

    /** A request got its whole answer. */
    void answered(int request) {
        if (frames != null) {
            frames.answered(request);
        }
    }

    GuardedConnection connection() {
        return connection;
    }

    StrictReader reader() {
        return reader;
    }

    /** The connection ends with the answer just given. */
    void answeredLast() {
        answeredLast = true;
    }

    boolean isAnsweredLast() {
        return answeredLast;
    }

    @Override
    public ListenerContext listenerContext() {
        return delegate.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return delegate.executor();
    }

    @Override
    public DataWriter dataWriter() {
        return writer;
    }

    @Override
    public DataReader dataReader() {
        return frames == null ? reader : frames;
    }

    @Override
    public Router router() {
        return router;
    }

    @Override
    public HelidonSocket serverSocket() {
        return socket;
    }

    @Override
    public PeerInfo remotePeer() {
        return remote;
    }

    @Override
    public PeerInfo localPeer() {
        return local;
    }

    @Override
    public boolean isSecure() {
        return delegate.isSecure();
    }

    @Override
    public String socketId() {
        return delegate.socketId();
    }

    @Override
    public String childSocketId() {
        return delegate.childSocketId();
    }
}
