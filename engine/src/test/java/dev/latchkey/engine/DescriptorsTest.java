package dev.latchkey.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that ran out of file descriptors, which is one of its own because its limit is everybody's. */
@Timeout(60)
class DescriptorsTest {
    private static final int FEW = 128;

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"NIO", "EPOLL"})
    @EnabledOnOs(OS.LINUX)
    void a_moment_without_descriptors_does_not_end_the_listener(Transport transport) throws Exception {
        Process process = new ProcessBuilder(
                        "bash",
                        "-c",
                        "ulimit -n " + FEW + " && exec \"$@\"",
                        "bash",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Server.class.getName(),
                        transport.name())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            int port = Integer.parseInt(out.readLine());
            // One request before: folders of classes, unlike the archives of a release, are opened for each class.
            assertThat(answerOf(port)).isEqualTo(200);
            flood(port);

            assertThat(answerOf(port)).isEqualTo(200);
            assertThat(process.isAlive()).isTrue();
        } finally {
            process.destroyForcibly();
            process.waitFor(10, TimeUnit.SECONDS);
        }
    }

    private static void flood(int port) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 3 * FEW; i++) {
                sockets.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    /** Of the first that is answered: those before it may still be in the queue of the flood. */
    private static int answerOf(int port) {
        while (!Thread.currentThread().isInterrupted()) {
            try (Wire wire = Wire.to(port)) {
                return wire.send(Wire.get("/")).readAnswer().status();
            } catch (IOException e) {
                Thread.onSpinWait();
            }
        }
        return -1;
    }

    /** Promises more connections than it can have. */
    static final class Server {
        private Server() {}

        public static void main(String[] args) throws InterruptedException {
            Engine engine = TestEngine.start(TestEngine.builder(TestEngine::echo)
                    .transport(Transport.valueOf(args[0]))
                    .limits(EngineLimits.defaults().withConnections(10_000, 10_000)));
            System.out.println(engine.port());
            Thread.currentThread().join();
        }
    }
}
