package dev.latchkey.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** An application that runs with some of its neighbours, on a port of its own. */
record Started(ConfigurableApplicationContext context, String origin) implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** Starts it with what these properties say, which come after those by which each neighbour is out. */
    static Started with(String database, List<String> properties) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        String origin = "http://localhost:" + port;
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=" + port,
                "--server.address=127.0.0.1",
                "--latchkey.public-origin=" + origin,
                "--spring.datasource.url=jdbc:h2:" + database,
                "--spring.security.user.name=jane",
                "--spring.security.user.password=correct horse battery"));
        properties.forEach(each -> arguments.add("--" + each));
        SpringApplication application = new SpringApplication(NotesApp.class);
        return new Started(application.run(arguments.toArray(String[]::new)), origin);
    }

    /** Logs in, and answers what the application's own controller says. */
    String notes() throws IOException, InterruptedException {
        HttpResponse<String> login = send(request("/api/login")
                .header("Origin", origin)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"username\":\"jane\",\"password\":\"correct horse battery\"}")));
        assertThat(login.statusCode()).as(login.body()).isEqualTo(200);
        String cookies = login.headers().allValues("Set-Cookie").stream()
                .map(line -> line.split(";", 2)[0])
                .collect(Collectors.joining("; "));
        return send(request("/api/notes").header("Cookie", cookies)).body();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(origin + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The names of all tables, in lower case. */
    List<String> tables() {
        return context.getBean(JdbcTemplate.class)
                .queryForList(
                        "select lower(table_name) from information_schema.tables where table_schema = 'PUBLIC'",
                        String.class);
    }

    @Override
    public void close() {
        context.close();
    }
}
