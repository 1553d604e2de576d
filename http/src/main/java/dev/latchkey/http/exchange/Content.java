package dev.latchkey.http.exchange;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Flow;

/** What an answer has for a body. */
public sealed interface Content {
    /** A body that is there as a whole, and whose length is known. */
    sealed interface Whole extends Content {
        /** How many bytes it has. */
        long length();

        /**
         * All of it, in memory.
         *
         * @throws UncheckedIOException a file that cannot be read, or is shorter by now
         */
        byte[] bytes();
    }

    /**
     * Bytes in memory.
     *
     * @param bytes never changed once here
     */
    record Bytes(byte[] bytes) implements Whole {
        /** No body at all. */
        public static final Bytes NONE = new Bytes(new byte[0]);

        @Override
        public long length() {
            return bytes.length;
        }
    }

    /**
     * A file on disk, or a part of it: too large to be kept. Whoever sends it reads it piece by piece, and ends the
     * connection where it turns out shorter than was said.
     *
     * @param file by a name that leads nowhere else
     * @param first where it begins in the file, in bytes from 0
     * @param length 1 or more
     */
    record FilePart(Path file, long first, long length) implements Whole {
        @Override
        public byte[] bytes() {
            try (InputStream in = Files.newInputStream(file)) {
                in.skipNBytes(first);
                byte[] read = in.readNBytes(Math.toIntExact(length));
                if (read.length < length) {
                    throw new EOFException(file + " is shorter than it was");
                }
                return read;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * A body that comes to be while it is sent, such as a stream of events. Given only in answer to a request that {@link
     * Request#takesLive() takes} one, and never in answer to {@code HEAD} subscribed to.
     *
     * <p>Whoever sends it subscribes once, asks for a piece when the one before has left, and cancels when its client is
     * gone or the server stops. A publisher waits for nothing, in no method; none of its pieces is empty, and none is
     * changed once handed over. One that completes ends the body; one that fails ends the connection, so that its client
     * does not take the part for the whole.
     *
     * @param pieces in their order
     */
    record Live(Flow.Publisher<byte[]> pieces) implements Content {}
}
