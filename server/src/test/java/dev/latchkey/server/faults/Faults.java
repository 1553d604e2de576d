package dev.latchkey.server.faults;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;

/** What a server process meets of disk and clock: see faults.c. Needs a C compiler, and fails without one. */
final class Faults {
    private final Path folder;
    private final Path library;
    private final Path control;

    Faults(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        this.library = folder.resolve("faults.so");
        this.control = folder.resolve("faults");
        Path source = folder.resolve("faults.c");
        try (InputStream text = Faults.class.getResourceAsStream("faults.c")) {
            Files.copy(Objects.requireNonNull(text, "faults.c"), source);
        }
        Process compiler = new ProcessBuilder(
                        "gcc", "-shared", "-fPIC", "-O1", "-o", library.toString(), source.toString(), "-ldl")
                .redirectErrorStream(true)
                .start();
        String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (compiler.waitFor() != 0) {
            throw new AssertionError("gcc could not compile " + source + ": " + said);
        }
        none();
    }

    Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "FAULTS", control.toString());
    }

    /** From now on that, and nothing else. */
    void meet(String words) throws IOException {
        Path next = folder.resolve("faults.next");
        Files.writeString(next, words);
        Files.move(next, control, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void none() throws IOException {
        meet("");
    }
}
