package dev.latchkey.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.LoginSetting;
import dev.latchkey.core.account.Users;
import dev.latchkey.engine.Engine;
import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.exchange.FixedHeaders;
import dev.latchkey.http.exchange.Handler;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.origin.Origin;
import dev.latchkey.server.log.Logging;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.settings.SettingsLoader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nothing blocks an event loop. Java itself tells of every park, wait, sleep, file and socket call of each thread. */
@Timeout(120)
class EventLoopTest {
    private static final List<String> BLOCKING = List.of(
            "jdk.ThreadPark",
            "jdk.ThreadSleep",
            "jdk.JavaMonitorWait",
            "jdk.FileRead",
            "jdk.FileWrite",
            "jdk.FileForce",
            "jdk.SocketRead",
            "jdk.SocketWrite");

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    @FunctionalInterface
    private interface Doing {
        void run() throws Exception;
    }

    /** What an event loop waited for meanwhile, and where. */
    private List<String> blockedWhile(Doing doing) throws Exception {
        Path file = folder.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            BLOCKING.forEach(name -> recording.enable(name).withoutThreshold().withStackTrace());
            // A lock that somebody holds for an instant blocks nobody; one that is held for longer does.
            recording.enable("jdk.JavaMonitorEnter").withThreshold(Duration.ofMillis(20));
            recording.start();
            doing.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream()
                .filter(EventLoopTest::isOnEventLoop)
                .filter(event -> !isLoadingClass(event))
                .map(event -> event.getEventType().getName() + " " + event.getStackTrace())
                .toList();
    }

    private static boolean isOnEventLoop(RecordedEvent event) {
        RecordedThread thread = event.getThread();
        return thread != null
                && thread.getJavaName() != null
                && thread.getJavaName().startsWith("http-");
    }

    /** Which is done once for each class of a process, by whatever thread comes first. */
    private static boolean isLoadingClass(RecordedEvent event) {
        return event.getStackTrace() != null
                && event.getStackTrace().getFrames().stream()
                        .anyMatch(frame -> frame.getMethod().getType().getName().equals("java.lang.ClassLoader")
                                && frame.getMethod().getName().equals("loadClass"));
    }

    private HttpResponse<String> get(int port, String path, String cookie) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return answered(request.build());
    }

    /** Asks again while the server is too busy to answer: on a loaded machine the store may be late. */
    private HttpResponse<String> answered(HttpRequest request) throws Exception {
        while (true) {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 503) {
                return answer;
            }
        }
    }

    @Nested
    class A_server_that_does_all_it_does {
        @Test
        void blocks_none_of_its_event_loops() throws Exception {
            Path assets = Files.createDirectories(folder.resolve("static/assets"));
            Files.writeString(assets.resolve("app.js"), "let app;");
            SettingsLoader.Loading loading = SettingsLoader.load(
                    Optional.empty(),
                    Map.of(),
                    Map.of(
                            ServerSetting.PORT, "0",
                            ServerSetting.MANAGEMENT_PORT, "0",
                            ServerSetting.LOG_ACCESS, "on",
                            // A machine that is busy with other things hashes slowly, and the first time most of all.
                            LoginSetting.HASHING_DEADLINE, "60s",
                            ServerSetting.PASSWORD_MEMORY_KIB, "7168",
                            ServerSetting.STATIC, folder.resolve("static").toString(),
                            ServerSetting.DATA, folder.resolve("data").toString()));
            Logging.configure(
                    new dev.latchkey.settings.Settings.Log(true, true),
                    Logging.Verbosity.NORMAL,
                    OutputStream.nullOutputStream());
            try (LatchkeyServer server = LatchkeyServer.start(((SettingsLoader.Loading.Loaded) loading).settings())) {
                Users.Added jane = server.users().addWithGeneratedPassword("jane", "Jane Doe");
                useAll(server, jane); // what is read from files once is read now

                assertThat(blockedWhile(() -> useAll(server, jane))).isEmpty();
            }
        }

        private void useAll(LatchkeyServer server, Users.Added jane) throws Exception {
            HttpResponse<String> login = answered(HttpRequest.newBuilder(
                            URI.create("http://localhost:" + server.port() + "/api/login"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"username\":\"jane\",\"password\":\"" + jane.password() + "\"}"))
                    .build());
            assertThat(login.statusCode()).as(login.body()).isEqualTo(200);
            String cookie = login.headers().allValues("Set-Cookie").stream()
                    .filter(line -> line.startsWith("latchkey="))
                    .map(line -> line.substring(0, line.indexOf(';')))
                    .findFirst()
                    .orElseThrow();
            for (String path : List.of(
                    "/api/getsession", "/api/data", "/api/verify", "/api/getcsrf", "/api/sessions", "/assets/app.js")) {
                assertThat(get(server.port(), path, cookie).statusCode()).isBetween(200, 204);
                get(server.port(), path, "");
                get(server.port(), path, "latchkey=" + "A".repeat(43)); // known to nobody: asks the database
                server.store().clear();
                get(server.port(), path, cookie); // not in memory any more
            }
            int management = server.management().orElseThrow().getPort();
            for (String path : List.of("/health/live", "/health/ready", "/metrics")) {
                assertThat(get(management, path, "").statusCode()).isEqualTo(200);
            }
        }
    }

    @Nested
    class What_this_test_would_find {
        private List<String> found(Doing waiting) throws Exception {
            Handler handler = new Handler() {
                @Override
                public Response handle(Request request) {
                    try {
                        waiting.run();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    return Response.empty(204, new FixedHeaders(List.of()));
                }

                @Override
                public boolean isPrompt(Request request) {
                    return true;
                }
            };
            Answers answers = new Answers(DeploymentPolicy.embedded(
                    Origin.parse("http://localhost:8080").orElseThrow()));
            return blockedWhile(() -> {
                try (Engine engine = Engine.builder(handler, answers, InstantSource.system())
                        .start(List.of(InetAddress.getLoopbackAddress()), 0)) {
                    get(engine.port(), "/", "");
                }
            });
        }

        @Test
        void is_a_thread_that_is_parked() throws Exception {
            assertThat(found(() -> LockSupport.parkNanos(1_000_000))).anyMatch(event -> event.contains("ThreadPark"));
        }

        @Test
        void is_a_file_that_is_read_or_written() throws Exception {
            Path file = Files.writeString(folder.resolve("file"), "text");

            assertThat(found(() -> {
                        try (Stream<String> lines = Files.lines(file)) {
                            lines.forEach(line -> {});
                        }
                    }))
                    .anyMatch(event -> event.contains("FileRead"));
            assertThat(found(() -> Files.writeString(file, "other"))).anyMatch(event -> event.contains("FileWrite"));
        }

        @Test
        @SuppressWarnings("WaitNotInLoop") // nothing is waited for
        void is_a_wait_for_a_monitor() throws Exception {
            Object monitor = new Object();

            assertThat(found(() -> {
                        synchronized (monitor) {
                            monitor.wait(1);
                        }
                    }))
                    .anyMatch(event -> event.contains("MonitorWait"));
        }
    }
}
