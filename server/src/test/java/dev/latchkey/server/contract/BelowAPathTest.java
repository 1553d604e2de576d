package dev.latchkey.server.contract;

import dev.latchkey.testkit.HttpContract;
import dev.latchkey.testkit.Served;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;

/** The same behind a real HAProxy that has it below a path of an origin, as the page about that deployment says. */
@Tag("release")
class BelowAPathTest extends HttpContract {
    private static final Path CONFIGURATION = Path.of("../docs/deployments/haproxy-path.cfg");

    @Override
    protected Running start(Served given) throws IOException {
        return new BelowAPath(new StandaloneServed(given));
    }

    /** Another HAProxy for each test, because the server has another port. */
    private static final class BelowAPath implements Running {
        private static final Duration PATIENCE = Duration.ofSeconds(30);

        private final StandaloneServed server;
        private final Path folder;
        private Process proxy;
        private int port;

        BelowAPath(StandaloneServed server) throws IOException {
            this.server = server;
            this.folder = Files.createTempDirectory("latchkey-haproxy");
            this.proxy = started();
        }

        private Process started() throws IOException {
            port = freePort();
            Path file = Files.writeString(
                    folder.resolve("haproxy.cfg"),
                    Files.readString(CONFIGURATION)
                            .replace("bind :8080", "bind 127.0.0.1:" + port)
                            .replace("127.0.0.1:5000", "127.0.0.1:" + server.port()));
            Path log = folder.resolve("haproxy.log");
            Process started = new ProcessBuilder("haproxy", "-db", "-f", file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!isListening()) {
                if (!started.isAlive() || System.nanoTime() > end) {
                    started.destroyForcibly();
                    throw new AssertionError("HAProxy does not listen: " + Files.readString(log));
                }
                Thread.onSpinWait();
            }
            return started;
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            }
        }

        private boolean isListening() {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public void anew() {
            end();
            server.anew();
            try {
                proxy = started();
            } catch (IOException e) {
                throw new AssertionError("HAProxy cannot be started: it is one of the programs of ./verify", e);
            }
        }

        private void end() {
            proxy.destroy();
            try {
                proxy.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void storeIsDown(boolean value) {
            server.storeIsDown(value);
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public String basePath() {
            return "/shop" + server.basePath();
        }

        @Override
        public void close() {
            end();
            server.close();
        }
    }
}
