package dev.latchkey.engine;

import dev.latchkey.http.exchange.Content.FilePart;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultFileRegion;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a file piece by piece, each when its peer has taken the one before: however large it is and however slowly it is
 * read, one piece is on its way. The kernel sends it from the disk where nothing has to be done to it; for TLS and HTTP/2 a
 * virtual thread reads it. Used on the event loop of its channel.
 */
final class FileSender {
    /** Small enough that the slowest reader allowed takes one well within the time that an answer has. */
    static final int PIECE = 32 * 1024;

    private final FileChannel file;
    private final Channel channel;
    private final Executor waiting;
    private final Sink sink;
    private final Consumer<Boolean> over;
    private final long end;
    private long at;

    /** Where the pieces go. */
    interface Sink {
        /** Whether the kernel may send from the file. */
        boolean takesFiles();

        /** Sends a piece: bytes, or a region of a file where {@link #takesFiles}. */
        void send(Object piece, boolean isLast, ChannelPromise sent);
    }

    private FileSender(
            FileChannel file, FilePart part, Channel channel, Executor waiting, Sink sink, Consumer<Boolean> over) {
        this.file = file;
        this.channel = channel;
        this.waiting = waiting;
        this.sink = sink;
        this.over = over;
        this.at = part.first();
        this.end = part.first() + part.length();
    }

    /** What becomes of opening a file; both are called on the event loop. */
    interface Opening {
        /** It can be sent: what comes before it is written now. Where the pieces go; null when nobody wants them any more. */
        @Nullable
        Sink begin();

        /** It cannot be read. */
        void failed(IOException cause);
    }

    /**
     * Opens the file where waiting is allowed, and sends it.
     *
     * @param over told at the end whether all of it was sent
     */
    static void send(FilePart part, Channel channel, Executor waiting, Opening opening, Consumer<Boolean> over) {
        waiting.execute(() -> {
            try {
                FileChannel file = FileChannel.open(part.file(), StandardOpenOption.READ);
                onLoop(channel, () -> begin(file, part, channel, waiting, opening, over), () -> close(file));
            } catch (IOException e) {
                onLoop(channel, () -> opening.failed(e), () -> {});
            }
        });
    }

    private static void begin(
            FileChannel file,
            FilePart part,
            Channel channel,
            Executor waiting,
            Opening opening,
            Consumer<Boolean> over) {
        Sink sink = opening.begin();
        if (sink == null) {
            close(file);
        } else {
            new FileSender(file, part, channel, waiting, sink, over).next();
        }
    }

    private void next() {
        if (at == end) {
            end(true);
            return;
        }
        int size = (int) Math.min(PIECE, end - at);
        if (sink.takesFiles()) {
            send(new Region(file, at, size), size);
            return;
        }
        try {
            waiting.execute(() -> read(size));
        } catch (RejectedExecutionException e) {
            end(false); // the engine was stopped meanwhile, and reads nothing any more
        }
    }

    /** Where waiting is allowed. */
    private void read(int size) {
        ByteBuf piece = channel.alloc().directBuffer(size);
        try {
            while (piece.readableBytes() < size) {
                if (piece.writeBytes(file, at + piece.readableBytes(), size - piece.readableBytes()) < 0) {
                    throw new EOFException("a file became shorter while it was sent");
                }
            }
            onLoop(channel, () -> send(piece, size), () -> {
                piece.release();
                close(file);
            });
        } catch (IOException e) {
            piece.release();
            onLoop(channel, () -> end(false), () -> close(file));
        }
    }

    private void send(Object piece, int size) {
        at += size;
        ChannelPromise sent = channel.newPromise();
        sent.addListener((ChannelFutureListener) written -> {
            if (written.isSuccess()) {
                next();
            } else {
                end(false);
            }
        });
        sink.send(piece, at == end, sent);
    }

    private void end(boolean isWhole) {
        close(file);
        over.accept(isWhole);
    }

    private static void close(FileChannel file) {
        try {
            file.close();
        } catch (IOException e) {
            Connection.log(System.Logger.Level.DEBUG, "a file that was read could not be closed", e);
        }
    }

    private static void onLoop(Channel channel, Runnable task, Runnable otherwise) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            otherwise.run(); // the engine was stopped meanwhile, and everybody sent away
        }
    }

    /** A piece that stays in the file, which others of its pieces need too. */
    private static final class Region extends DefaultFileRegion {
        Region(FileChannel file, long first, long length) {
            super(file, first, length);
        }

        @Override
        protected void deallocate() {}
    }
}
