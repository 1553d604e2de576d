package dev.latchkey.server.engine;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import org.jspecify.annotations.Nullable;

/** Writes with a deadline: a peer that does not read must not hold a connection and its thread. */
final class GuardedWriter implements DataWriter {
    private final GuardedConnection connection;
    private final DataWriter writer;

    GuardedWriter(GuardedConnection connection, DataWriter writer) {
        this.connection = connection;
        this.writer = writer;
    }

    @Override
    public void write(BufferData... buffers) {
        guarded(size(buffers), () -> writer.write(buffers));
    }

    @Override
    public void write(BufferData buffer) {
        guarded(buffer.available(), () -> writer.write(buffer));
    }

    @Override
    public void writeNow(BufferData... buffers) {
        guarded(size(buffers), () -> writer.writeNow(buffers));
    }

    @Override
    public void writeNow(BufferData buffer) {
        guarded(buffer.available(), () -> writer.writeNow(buffer));
    }

    private void guarded(long bytes, Runnable write) {
        @Nullable BodyWait wait = connection.currentBodyWait();
        if (wait != null) {
            wait.writeStarts();
        }
        connection.writeStarts(bytes);
        try {
            write.run();
        } finally {
            connection.writeEnds();
            if (wait != null) {
                wait.writeEnds();
            }
        }
    }

    private static long size(BufferData... buffers) {
        long size = 0;
        for (BufferData buffer : buffers) {
            size += buffer.available();
        }
        return size;
    }

    @Override
    public void flush() {
        writer.flush();
    }

    @Override
    public void close() {
        writer.close();
    }
}
