package dev.latchkey.jdbc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;

/**
 * A database file open for reading its bytes, beside SQLite. One per process and file, and closed with the last who
 * needs it: on POSIX systems closing any descriptor of a file drops all locks that this process has on it, those of
 * SQLite too (<a href="https://www.sqlite.org/howtocorrupt.html">How To Corrupt An SQLite Database File</a>, 2.2).
 */
final class HeldFile implements AutoCloseable {
    /** Static because the locks are the process's too. */
    private static final Map<Object, HeldFile> HELD = new HashMap<>();

    private final Object key;
    private final FileChannel channel;
    private int holders;

    private HeldFile(Object key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    static HeldFile of(Path file) throws IOException {
        synchronized (HELD) {
            Object fileKey =
                    Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            Object key = fileKey == null ? file.toRealPath() : fileKey;
            HeldFile held = HELD.get(key);
            if (held == null) {
                held = new HeldFile(key, FileChannel.open(file, StandardOpenOption.READ));
                HELD.put(key, held);
            }
            held.holders++;
            return held;
        }
    }

    /** Reads from the beginning; what is beyond the end stays zero. */
    void read(ByteBuffer bytes) throws IOException {
        int count = 0;
        while (bytes.hasRemaining() && count >= 0) {
            count = channel.read(bytes, bytes.position());
        }
    }

    @Override
    public void close() {
        synchronized (HELD) {
            holders--;
            if (holders > 0) {
                return;
            }
            HELD.remove(key);
            try {
                channel.close();
            } catch (IOException e) {
                System.getLogger(HeldFile.class.getName())
                        .log(System.Logger.Level.DEBUG, "a file could not be closed", e);
            }
        }
    }
}
