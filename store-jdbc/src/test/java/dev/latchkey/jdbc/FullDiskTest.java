package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.core.Stores;
import dev.latchkey.core.store.Secret;
import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server whose disk has no room: see disk.c. Needs a C compiler, and fails without one. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Tag("release")
class FullDiskTest {
    private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
    private static final byte[] KEY = {1};

    @TempDir
    Path folder;

    private Path library() throws IOException, InterruptedException {
        // The server is another user's process.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path source = folder.resolve("disk.c");
        try (InputStream text = FullDiskTest.class.getResourceAsStream("disk.c")) {
            Files.copy(Objects.requireNonNull(text), source);
        }
        Path library = folder.resolve("disk.so");
        Process compiler = new ProcessBuilder(
                        "gcc", "-shared", "-fPIC", "-O1", "-o", library.toString(), source.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(compiler.waitFor()).as(said).isZero();
        return library;
    }

    @Test
    void is_told_with_the_cure_nothing_is_lost_and_it_goes_on_by_itself() throws Exception {
        Path full = folder.resolve("full");
        Stores stores = JdbcStores.on(
                        SystemPostgresql.ofItsOwn(Map.of("LD_PRELOAD", library().toString(), "FULL", full.toString())))
                .open()
                .stores();
        stores.secrets().add("before", KEY, T0);

        Files.createFile(full);

        // The page that a table has may have room for some more; then the disk would have to give another.
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        stores.secrets().add("while", new byte[1024], T0);
                    }
                })
                .isInstanceOfSatisfying(StoreUnavailableException.class, refusal -> {
                    assertThat(refusal.kind()).isEqualTo(Cause.FULL);
                    assertThat(refusal.mayHaveHappened()).isFalse();
                    assertThat(refusal.getMessage()).contains("no room is left on its disk", "free some");
                });
        assertThat(stores.secrets().list()).extracting(Secret::purpose).contains("before");

        Files.delete(full);

        assertThat(stores.secrets().add("after", KEY, T0).version()).isEqualTo(1);
    }
}
