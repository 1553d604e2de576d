package dev.latchkey.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Who holds a database for writing, as far as this system tells: Linux does, in {@code /proc/locks}. */
final class LockHolder {
    private static final Path LOCKS = Path.of("/proc/locks");

    /** The byte of the shared index that a writer locks: SQLite's WALINDEX_LOCK_OFFSET. */
    private static final String WRITE_LOCK = "120";

    private LockHolder() {}

    /** The process that holds the file's write lock; empty when that is not known, or is this one. */
    static Optional<Long> of(Path file) {
        try (Stream<String> locks = Files.lines(LOCKS)) {
            String index = ":" + Files.getAttribute(DataFiles.part(file, "-shm"), "unix:ino");
            long own = ProcessHandle.current().pid();
            return locks.map(line -> line.trim().split("\\s+"))
                    .filter(words -> words.length == 8 && words[3].equals("WRITE"))
                    .filter(words -> words[5].endsWith(index) && words[6].equals(WRITE_LOCK))
                    .map(words -> Long.parseLong(words[4]))
                    .filter(pid -> pid > 0 && pid != own)
                    .findFirst();
        } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }
}
