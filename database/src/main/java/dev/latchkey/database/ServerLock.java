package dev.latchkey.database;

import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sure that one server works on a data folder: two would each keep what they know of sessions for up to a second
 * after the other changed it. Held by the system for as long as the process lives, so that none is left behind by a
 * {@code kill -9}. Commands work beside it.
 */
public final class ServerLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("latchkey.server");
    private static final String NAME = "latchkey.lock";
    private static final long PAUSE_MILLIS = 100;

    private final FileChannel channel;

    private ServerLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the folder, making it where it is missing; waits for another server to end.
     *
     * @param patience how long at most; zero for not at all
     * @throws StoreUnavailableException when it still runs then, naming it; or when there can be no lock
     */
    public static ServerLock take(Path folder, Duration patience) {
        Path file = folder.resolve(NAME);
        try {
            if (!Files.isDirectory(folder)) {
                make(folder);
            }
            FileChannel channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    forItsOwner("rw-------"));
            try {
                if (waitFor(channel, folder, patience).isEmpty()) {
                    throw taken(folder, holder(channel), patience);
                }
                write(channel, ProcessHandle.current().pid());
                return new ServerLock(channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StoreUnavailableException(
                    new StoreFailure(
                            Cause.FORBIDDEN,
                            "data",
                            folder.toString(),
                            "the account " + System.getProperty("user.name") + " cannot lock it ("
                                    + e.getClass().getSimpleName() + " at " + NAME + ")",
                            "give the folder to the account that runs the server, with mode 700"),
                    e);
        }
    }

    /** As the database would: for its owner alone. */
    private static void make(Path folder) throws IOException {
        Files.createDirectories(folder, forItsOwner("rwx------"));
    }

    private static FileAttribute<?>[] forItsOwner(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static Optional<FileLock> waitFor(FileChannel channel, Path folder, Duration patience) throws IOException {
        long begun = System.nanoTime();
        boolean hasTold = false;
        while (true) {
            Optional<FileLock> lock = tryOnce(channel);
            if (lock.isPresent() || System.nanoTime() - begun >= patience.toNanos()) {
                return lock;
            }
            if (!hasTold) {
                hasTold = true;
                LOG.warn(
                        "another server works on {} (process {}); waiting up to {} s for it to end",
                        folder,
                        holder(channel),
                        patience.toSeconds());
            }
            pause();
        }
    }

    private static Optional<FileLock> tryOnce(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock(Long.MAX_VALUE - 1, 1, false));
        } catch (OverlappingFileLockException e) {
            return Optional.empty(); // a server of this very process
        }
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while another server was ending", e);
        }
    }

    private static StoreUnavailableException taken(Path folder, String holder, Duration patience) {
        return new StoreUnavailableException(
                new StoreFailure(
                        Cause.LOCKED,
                        "data",
                        folder.toString(),
                        "another server works on this folder (process " + holder + ")"
                                + (patience.isPositive()
                                        ? " and did not end within " + patience.toSeconds() + " s"
                                        : ""),
                        "stop that one first, or name another folder with --data"),
                new IOException("the lock is taken"));
    }

    /** As it wrote itself; a lock on the last byte leaves the first ones to be read on every platform. */
    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(20);
        channel.read(bytes, 0);
        String said = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
        return said.matches("[0-9]{1,19}") ? said : "unknown";
    }

    private static void write(FileChannel channel, long pid) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((pid + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
    }

    /** Lets the next one in. The file stays: removing it would let two in that opened it before and after. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("the lock file could not be closed", e);
        }
    }
}
