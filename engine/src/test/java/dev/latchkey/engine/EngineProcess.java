package dev.latchkey.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** An engine in a process of its own, whose descriptors and heap can be made few without taking them from the tests. */
final class EngineProcess implements AutoCloseable {
    private final Process process;
    private final int port;

    private EngineProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one that promises more connections than the descriptors allow, unless these say otherwise. */
    static EngineProcess start(Transport transport, int descriptors, String heap, int connections) throws IOException {
        Process process = new ProcessBuilder(
                        "bash",
                        "-c",
                        "ulimit -n " + descriptors + " && exec \"$@\"",
                        "bash",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Server.class.getName(),
                        transport.name(),
                        String.valueOf(connections))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        EngineProcess started = new EngineProcess(process, Integer.parseInt(out.readLine()));
        // One request before: folders of classes, unlike the archives of a release, are opened for each class.
        started.answer();
        return started;
    }

    int port() {
        return port;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The status of the first answer that comes: those asked before it may still be in the queue of a flood. */
    int answer() {
        while (process.isAlive() && !Thread.currentThread().isInterrupted()) {
            try (Wire wire = Wire.to(port)) {
                return wire.send(Wire.get("/")).readAnswer().status();
            } catch (IOException e) {
                Thread.onSpinWait();
            }
        }
        return -1;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    static final class Server {
        private Server() {}

        public static void main(String[] args) throws InterruptedException {
            int connections = Integer.parseInt(args[1]);
            Engine engine = TestEngine.start(TestEngine.builder(TestEngine::echo)
                    .transport(Transport.valueOf(args[0]))
                    .limits(EngineLimits.defaults().withConnections(connections, connections)));
            System.out.println(engine.port());
            Thread.currentThread().join();
        }
    }
}
