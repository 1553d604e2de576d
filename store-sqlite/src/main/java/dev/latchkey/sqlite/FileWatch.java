package dev.latchkey.sqlite;

import dev.latchkey.core.store.StoreFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Notices that the path no longer leads to the files that are open, or that they were overwritten. SQLite goes on with
 * what it has open: what is acknowledged then is gone with the process.
 *
 * <p>SQLite never makes the file shorter than its own header says, and never counts the header's changes back: where
 * either is seen, someone else wrote over it. Seen twice, because a look may fall into the middle of a write of
 * SQLite's. Thread-safe.
 */
final class FileWatch implements AutoCloseable {
    private static final String[] PARTS = {"", "-wal", "-shm"};
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 100;
    private static final int PAGE_SIZE = 16;
    private static final int CHANGES = 24;
    private static final int PAGES = 28;
    private static final int LARGEST_PAGE = 65_536;

    private final Diagnosis diagnosis;
    private final Map<String, Object> keys = new HashMap<>();
    private final HeldFile held;
    private volatile Optional<StoreFailure> found = Optional.empty();
    private long largest;
    private int changes;
    private String oddity = "";

    /** Watches the files as they are now, with connections open to them. */
    FileWatch(Diagnosis diagnosis) throws IOException {
        this.diagnosis = diagnosis;
        for (String part : PARTS) {
            Object key = key(diagnosis.file(), part);
            if (key != null) {
                keys.put(part, key);
            }
        }
        this.held = HeldFile.of(diagnosis.file());
        this.largest = Files.size(diagnosis.file());
        this.changes = header().getInt(CHANGES);
    }

    private static Object key(Path file, String part) throws IOException {
        return Files.readAttributes(DataFiles.part(file, part), BasicFileAttributes.class)
                .fileKey();
    }

    /** What was found by the latest look; empty when all was well. */
    Optional<StoreFailure> found() {
        return found;
    }

    /** Looks now. */
    synchronized Optional<StoreFailure> look() {
        String what = wrong();
        found = what.isEmpty() ? Optional.empty() : Optional.of(diagnosis.gone(what));
        return found;
    }

    private String wrong() {
        try {
            for (Map.Entry<String, Object> known : keys.entrySet()) {
                if (!known.getValue().equals(key(diagnosis.file(), known.getKey()))) {
                    return "another file lies at " + nameOf(known.getKey());
                }
            }
            long size = Files.size(diagnosis.file());
            if (size == 0 && largest > 0) {
                return "it was emptied";
            }
            ByteBuffer header = header();
            if (!isDatabase(header)) {
                return "it was overwritten with something that is no database";
            }
            String odd = oddity(size, header);
            boolean wasSeenBefore = odd.equals(oddity);
            oddity = odd;
            return wasSeenBefore ? odd : "";
        } catch (NoSuchFileException e) {
            return "the file " + Path.of(e.getFile()).getFileName() + " is not there any more: it was removed";
        } catch (IOException e) {
            return "it cannot be looked at (" + e.getClass().getSimpleName() + ")";
        }
    }

    private static boolean isDatabase(ByteBuffer header) {
        for (int i = 0; i < MAGIC.length; i++) {
            if (header.get(i) != MAGIC[i]) {
                return false;
            }
        }
        return true;
    }

    private String oddity(long size, ByteBuffer header) {
        int stated = Short.toUnsignedInt(header.getShort(PAGE_SIZE));
        long expected = Integer.toUnsignedLong(header.getInt(PAGES)) * (stated == 1 ? LARGEST_PAGE : stated);
        if (size < largest && size < expected) {
            return "it was cut short";
        }
        if (header.getInt(CHANGES) - changes < 0) {
            return "it was overwritten with another database";
        }
        largest = size;
        changes = header.getInt(CHANGES);
        return "";
    }

    private ByteBuffer header() throws IOException {
        byte[] header = new byte[HEADER];
        held.read(header);
        return ByteBuffer.wrap(header);
    }

    private String nameOf(String part) {
        return diagnosis.file().getFileName() + part;
    }

    /** To be called when the connections are closed, and not before. */
    @Override
    public void close() {
        held.close();
    }
}
