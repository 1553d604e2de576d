package dev.latchkey.benchmarks.pacer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One keep-alive connection with at most one request on its way. Opens itself again when the server closed it. */
final class Connection {
    final Stream stream;
    private final InetSocketAddress server;
    private final Selector selector;
    private final ByteBuffer received = ByteBuffer.allocateDirect(64 * 1024);
    private final ResponseReader reader = new ResponseReader();
    private SocketChannel channel;

    /** When the request on its way was due. */
    long dueAt;
    /** Since when this connection waits for work. */
    long idleSince;
    /** Whether the request on its way counts into the result. */
    boolean counted;
    /** True from a request's sending until its response is complete. */
    boolean awaiting;

    Connection(Stream stream, InetSocketAddress server, Selector selector) throws IOException {
        this.stream = stream;
        this.server = server;
        this.selector = selector;
        open();
    }

    private void open() throws IOException {
        channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    void send(ByteBuffer request) throws IOException {
        awaiting = true;
        received.clear();
        reader.reset();
        while (request.hasRemaining()) {
            channel.write(request);
        }
    }

    /** Reads what came: the status of a complete response, 0 while it is incomplete, -1 when the server closed. */
    int read() throws IOException {
        int count = channel.read(received);
        if (count < 0) {
            channel.close();
            open();
            return -1;
        }
        return count > 0 && reader.isComplete(received) ? ResponseReader.status(received) : 0;
    }
}
