package dev.latchkey.sqlite;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
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
    /** No channel: an interrupt in the middle of a read would close it, for everybody and with all the locks. */
    private final RandomAccessFile file;

    private int holders;

    private HeldFile(Object key, RandomAccessFile file) {
        this.key = key;
        this.file = file;
    }

    static HeldFile of(Path file) throws IOException {
        synchronized (HELD) {
            Object fileKey =
                    Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            Object key = fileKey == null ? file.toRealPath() : fileKey;
            HeldFile held = HELD.get(key);
            if (held == null) {
                held = new HeldFile(key, new RandomAccessFile(file.toFile(), "r"));
                HELD.put(key, held);
            }
            held.holders++;
            return held;
        }
    }

    /** Reads from the beginning; what is beyond the end stays zero. */
    synchronized void read(byte[] bytes) throws IOException {
        file.seek(0);
        int done = 0;
        int count = 0;
        while (done < bytes.length && count >= 0) {
            done += count;
            count = file.read(bytes, done, bytes.length - done);
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
                file.close();
            } catch (IOException e) {
                System.getLogger(HeldFile.class.getName())
                        .log(System.Logger.Level.DEBUG, "a file could not be closed", e);
            }
        }
    }
}
