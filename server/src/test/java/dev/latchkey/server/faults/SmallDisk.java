package dev.latchkey.server.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of a few megabytes, where this account may mount one; else a disk that says it is full. */
final class SmallDisk implements AutoCloseable {
    private final Path folder;
    private final Faults faults;
    private final boolean isMounted;

    private SmallDisk(Path folder, Faults faults, boolean isMounted) {
        this.folder = folder;
        this.faults = faults;
        this.isMounted = isMounted;
    }

    static SmallDisk mount(Path folder, Faults faults) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        return new SmallDisk(
                folder, faults, run("mount", "-t", "tmpfs", "-o", "size=4m", "latchkey-test", folder.toString()));
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false; // there is no such program here
        }
    }

    Path folder() {
        return folder;
    }

    /** To the last byte. */
    void fill() throws IOException {
        if (!isMounted) {
            faults.meet("full");
            return;
        }
        try (OutputStream out = Files.newOutputStream(folder.resolve("filler"))) {
            byte[] bytes = new byte[512];
            while (true) {
                out.write(bytes);
            }
        } catch (IOException e) {
            if (Files.size(folder.resolve("filler")) == 0) {
                throw e;
            }
        }
    }

    void makeRoom() throws IOException {
        faults.none();
        Files.deleteIfExists(folder.resolve("filler"));
    }

    @Override
    public void close() throws IOException {
        try {
            if (isMounted && !run("umount", "-l", folder.toString())) {
                throw new AssertionError("the small file system cannot be unmounted");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
