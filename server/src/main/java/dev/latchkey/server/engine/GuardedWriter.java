package dev.latchkey.server.engine;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;

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
        connection.writeStarts(size(buffers));
        try {
            writer.write(buffers);
        } finally {
            connection.writeEnds();
        }
    }

    @Override
    public void write(BufferData buffer) {
        connection.writeStarts(buffer.available());
        try {
            writer.write(buffer);
        } finally {
            connection.writeEnds();
        }
    }

    @Override
    public void writeNow(BufferData... buffers) {
        connection.writeStarts(size(buffers));
        try {
            writer.writeNow(buffers);
        } finally {
            connection.writeEnds();
        }
    }

    @Override
    public void writeNow(BufferData buffer) {
        connection.writeStarts(buffer.available());
        try {
            writer.writeNow(buffer);
        } finally {
            connection.writeEnds();
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
