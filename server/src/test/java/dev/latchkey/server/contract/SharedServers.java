package dev.latchkey.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.LoginSetting;
import dev.latchkey.http.setting.Setting;
import dev.latchkey.postgresql.PostgresqlServer;
import dev.latchkey.server.app.LatchkeyServer;
import dev.latchkey.server.command.LatchkeyCommand;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.settings.SettingsLoader;
import dev.latchkey.settings.SettingsLoader.Loading;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Servers that share a real PostgreSQL, and commands beside them.
 *
 * @param address of the database
 */
record SharedServers(String address, Path passwordFile) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** One that runs, set so besides. To be closed. */
    LatchkeyServer start(Map<Setting<?>, String> more) {
        Map<Setting<?>, String> flags = new LinkedHashMap<>();
        flags.put(ServerSetting.PORT, "0");
        flags.put(ServerSetting.MANAGEMENT_PORT, "0");
        flags.put(LoginSetting.HASHING_DEADLINE, "1m");
        flags.put(ServerSetting.STORE, address);
        flags.put(ServerSetting.STORE_PASSWORD_FILE, passwordFile.toString());
        flags.put(ServerSetting.PASSWORD_MEMORY_KIB, "7168");
        flags.putAll(more);
        return LatchkeyServer.start(
                ((Loading.Loaded) SettingsLoader.load(Optional.empty(), Map.of(), flags)).settings());
    }

    /** Runs a command with that on its standard input; its exit code and what it said. */
    String command(String input, String... words) {
        String[] arguments = Stream.concat(
                        Stream.of(words),
                        Stream.of("--store", address, "--store-password-file", passwordFile.toString()))
                .toArray(String[]::new);
        StringWriter out = new StringWriter();
        PrintWriter terminal = new PrintWriter(out, true);
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            int exitCode = LatchkeyCommand.commandLine(arguments)
                    .setOut(terminal)
                    .setErr(terminal)
                    .execute(arguments);
            assertThat(out.toString()).doesNotContain(PostgresqlServer.PASSWORD);
            return exitCode + " " + out;
        } finally {
            System.setIn(before);
        }
    }

    /** Asks again and again until it is so. */
    static void await(BooleanSupplier condition) {
        long patience = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for long").isLessThan(patience);
            Thread.onSpinWait();
        }
    }

    static Wire wire(LatchkeyServer server) {
        return new Wire(server.port(), Protocol.HTTP_1_1);
    }

    /** The port of health and metrics. */
    static Wire management(LatchkeyServer server) {
        return new Wire(server.management().orElseThrow().getPort(), Protocol.HTTP_1_1);
    }

    static Wire.Answer ready(LatchkeyServer server) {
        return management(server).get("/health/ready");
    }

    /** What somebody with that cookie is answered. */
    static int status(LatchkeyServer server, String cookie) {
        return wire(server).get("/api/data", cookie).status();
    }
}
