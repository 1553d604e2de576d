package dev.latchkey.sqlite;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Keeps the database from other accounts of the machine: the file is 0600, a directory made for it 0700. A directory
 * that was there already stays as its owner set it. Where there are no POSIX permissions, the platform's apply.
 */
final class DataFiles {
    private static final Set<PosixFilePermission> OWNER_ONLY_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_ONLY_DIRECTORY = PosixFilePermissions.fromString("rwx------");

    private DataFiles() {}

    /** Makes the directory and the file unless they are there. SQLite gives its side files the file's permissions. */
    static void prepare(Path file) throws IOException {
        boolean isPosix = prepareFolder(file);
        createOwnerOnly(file, isPosix);
        if (isPosix) {
            for (String suffix : new String[] {"", "-wal", "-shm"}) {
                Path part = part(file, suffix);
                if (Files.exists(part)) {
                    Files.setPosixFilePermissions(part, OWNER_ONLY_FILE);
                }
            }
        }
    }

    /** Makes the directory unless it is there; tells whether files there have POSIX permissions. */
    static boolean prepareFolder(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException("a database file needs a directory");
        }
        boolean isPosix = hasPosixPermissions(nearestExisting(directory));
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, attributes(isPosix, OWNER_ONLY_DIRECTORY));
        }
        return isPosix;
    }

    /** Makes a new file. */
    static void createOwnerOnly(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        Files.createFile(
                file,
                attributes(directory != null && hasPosixPermissions(nearestExisting(directory)), OWNER_ONLY_FILE));
    }

    /** One of the files beside the database that belong to it: {@code -wal} or {@code -shm}. */
    static Path part(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private static void createOwnerOnly(Path file, boolean isPosix) throws IOException {
        try {
            Files.createFile(file, attributes(isPosix, OWNER_ONLY_FILE));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isRegularFile(file)) {
                throw e;
            }
        }
    }

    private static FileAttribute<?>[] attributes(boolean isPosix, Set<PosixFilePermission> permissions) {
        return isPosix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static Path nearestExisting(Path directory) {
        Path existing = directory;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }

    private static boolean hasPosixPermissions(Path existing) {
        return Files.getFileAttributeView(existing, PosixFileAttributeView.class) != null;
    }
}
