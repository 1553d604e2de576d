package dev.latchkey.server.faults;

import dev.latchkey.server.Main;
import dev.latchkey.server.command.LatchkeyCommand;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** {@code latchkey} in a process of its own, over HTTP as anyone else has it. */
final class ServerProcess implements AutoCloseable {
    private static final Pattern STARTED =
            Pattern.compile("started .*origin=\"?http://localhost:(\\d+).*management=\"?(\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** What the launcher gives Java as well. */
    static final String EXIT_WITHOUT_MEMORY = "-XX:+ExitOnOutOfMemoryError";

    /** What this runs. */
    static final String CLASS_PATH = System.getProperty("java.class.path");

    static final String PASSWORD = "correct horse battery";

    private final Process process;
    private final Path log;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private int port;
    private int management;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** What a command did. */
    record Done(int exitCode, String out) {}

    /** Runs a command here: this is another process than the server's, and starts no Java for each command. */
    static Done run(Path data, String input, String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of("--data", data.toString()));
        String[] arguments = words.toArray(String[]::new);
        StringWriter out = new StringWriter();
        PrintWriter terminal = new PrintWriter(out, true);
        CommandLine line =
                LatchkeyCommand.commandLine(arguments).setOut(terminal).setErr(terminal);
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            return new Done(line.execute(arguments), out.toString());
        } finally {
            System.setIn(before);
        }
    }

    static void addJane(Path data) {
        Done added = run(data, PASSWORD + "\n", "user", "add", "jane");
        if (added.exitCode() != 0) {
            throw new AssertionError(added.out());
        }
    }

    /** Starts one and waits until it listens. */
    static ServerProcess start(Path data, Map<String, String> environment, String... more)
            throws IOException, InterruptedException {
        ServerProcess server = begin(data, environment, more);
        server.awaitStarted();
        return server;
    }

    /** Starts one of what is on that class path, and waits until it listens. */
    static ServerProcess startOf(String classPath, Path data, Map<String, String> environment, String... more)
            throws IOException, InterruptedException {
        ServerProcess server = begin(Main.class, classPath, data, environment, more);
        server.awaitStarted();
        return server;
    }

    /** Starts one that has a mistake built in, and waits until it listens. */
    static ServerProcess start(Class<?> main, Path data) throws IOException, InterruptedException {
        ServerProcess server = begin(main, CLASS_PATH, data, Map.of());
        server.awaitStarted();
        return server;
    }

    /** Starts one and does not wait. */
    static ServerProcess begin(Path data, Map<String, String> environment, String... more) throws IOException {
        return begin(Main.class, CLASS_PATH, data, environment, more);
    }

    private static ServerProcess begin(
            Class<?> main, String classPath, Path data, Map<String, String> environment, String... more)
            throws IOException {
        Path log = Files.createTempFile("latchkey-server", ".log");
        List<String> words = new ArrayList<>(List.of(
                "serve", "--port", "0", "--management-port", "0", "--log-format", "text", "--data", data.toString()));
        words.addAll(List.of("--password-memory-kib", "7168", "--password-iterations", "1", "--registration", "open"));
        words.addAll(List.of(more));
        return new ServerProcess(
                builder(main, classPath, environment, words)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start(),
                log);
    }

    private static ProcessBuilder builder(
            Class<?> main, String classPath, Map<String, String> environment, List<String> words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                EXIT_WITHOUT_MEMORY,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                main.getName()));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder;
    }

    void awaitStarted() throws IOException, InterruptedException {
        await(() -> {
            Matcher started = STARTED.matcher(log());
            if (!started.find()) {
                if (!process.isAlive()) {
                    throw new AssertionError("it ended: " + log());
                }
                return false;
            }
            port = Integer.parseInt(started.group(1));
            management = Integer.parseInt(started.group(2));
            return true;
        });
    }

    /** Something that comes about in another process. */
    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    /** Waits until that holds, and fails when it does not for a minute. */
    void await(Condition condition) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new AssertionError("this did not come about within " + PATIENCE + ": " + log());
            }
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
    }

    /** Kills it after that time, unless it ends before. */
    void killAfter(Duration time) throws InterruptedException {
        if (!process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
        }
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    long pid() {
        return process.pid();
    }

    HttpResponse<String> post(String path, String json, String... headers) throws IOException, InterruptedException {
        return client.send(
                request(port, path, headers)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return client.send(request(port, path, headers).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> delete(String path, String... headers) throws IOException, InterruptedException {
        return client.send(request(port, path, headers).DELETE().build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> managed(String path) throws IOException, InterruptedException {
        return client.send(request(management, path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(int to, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + to + path))
                .timeout(Duration.ofSeconds(20))
                .header("Origin", "http://localhost:" + to);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    /** Something that is asked of it. */
    interface Question {
        HttpResponse<String> ask() throws IOException, InterruptedException;
    }

    /** Asks again, as a browser does, while the disk takes longer than anybody is kept waiting. */
    HttpResponse<String> patiently(Question question) throws IOException, InterruptedException {
        List<HttpResponse<String>> answers = new ArrayList<>();
        await(() -> {
            answers.add(question.ask());
            return answers.getLast().statusCode() != 503;
        });
        return answers.getLast();
    }

    /** Logs in the one whom {@link #addJane} added, and gives the session cookie. */
    String logJaneIn() throws IOException, InterruptedException {
        HttpResponse<String> answer = patiently(() -> logIn("jane", PASSWORD));
        return cookie(answer).orElseThrow(() -> new AssertionError(answer.statusCode() + " " + answer.body()));
    }

    HttpResponse<String> logIn(String username, String password) throws IOException, InterruptedException {
        return post("/api/login", "{\"username\":\"" + username + "\",\"password\":\"" + password + "\"}");
    }

    /** The session cookie that an answer sets, to be sent. */
    static Optional<String> cookie(HttpResponse<String> answer) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(line -> line.startsWith("latchkey="))
                .map(line -> line.substring(0, line.indexOf(';')))
                .findFirst();
    }

    boolean isReady() throws IOException, InterruptedException {
        return managed("/health/ready").statusCode() == 200;
    }

    boolean isLoggedIn(String cookie) throws IOException, InterruptedException {
        return patiently(() -> get("/api/data", "Cookie", cookie)).statusCode() == 200;
    }

    /** Gives it a byte on its standard input. */
    void nudge() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end");
        }
    }

    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(log);
    }
}
