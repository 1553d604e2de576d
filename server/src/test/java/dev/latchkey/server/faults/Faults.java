package dev.latchkey.server.faults;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** What a server process meets of disk and clock: see faults.c and clock.c. Needs a C compiler, and fails without one. */
final class Faults {
    private final Path folder;
    private final Path library;
    private final Path control;
    private final Path clock;

    Faults(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        this.library = folder.resolve("faults.so");
        this.control = folder.resolve("faults");
        this.clock = folder.resolve("clock");
        Process compiler = new ProcessBuilder(
                        "gcc",
                        "-shared",
                        "-fPIC",
                        "-O1",
                        "-o",
                        library.toString(),
                        source("faults.c"),
                        source("clock.c"),
                        "-ldl")
                .redirectErrorStream(true)
                .start();
        String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (compiler.waitFor() != 0) {
            throw new AssertionError("gcc could not compile the faults: " + said);
        }
        none();
    }

    private String source(String name) throws IOException {
        Path copy = folder.resolve(name);
        try (InputStream text = Faults.class.getResourceAsStream(name)) {
            Files.copy(Objects.requireNonNull(text, name), copy);
        }
        return copy.toString();
    }

    Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "FAULTS", control.toString(), "CLOCK", clock.toString());
    }

    /** From now on the wall clock is so far ahead of what it would say. */
    void moveClock(Duration ahead) throws IOException {
        byte[] seconds = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .putLong(ahead.toSeconds())
                .array();
        // In place: the process has mapped this very file.
        Files.write(clock, seconds, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** From now on that, and nothing else. */
    void meet(String words) throws IOException {
        Path next = folder.resolve("faults.next");
        Files.writeString(next, words);
        Files.move(next, control, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void none() throws IOException {
        meet("");
        moveClock(Duration.ZERO);
    }
}
