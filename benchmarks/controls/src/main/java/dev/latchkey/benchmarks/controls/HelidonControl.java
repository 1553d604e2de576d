package dev.latchkey.benchmarks.controls;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The server's own engine, Helidon SE on virtual threads, writing recorded answers. Arguments: port, folder of answers. */
final class HelidonControl {
    private HelidonControl() {}

    public static void main(String[] args) throws IOException {
        Map<String, Handler> handlers = new HashMap<>();
        RecordedResponse.readAll(Path.of(args[1])).forEach((path, recorded) -> handlers.put(path, answering(recorded)));
        WebServer.builder()
                .host("127.0.0.1")
                .port(Integer.parseInt(args[0]))
                .routing(HttpRouting.builder().any((request, response) -> {
                    Handler handler = handlers.get(request.path().rawPath());
                    if (handler == null) {
                        response.status(Status.NOT_FOUND_404).send();
                    } else {
                        handler.handle(request, response);
                    }
                }))
                .build()
                .start();
    }

    private static Handler answering(RecordedResponse recorded) {
        Status status = Status.create(recorded.status());
        byte[] body = recorded.body();
        Header[] headers = recorded.headers().entrySet().stream()
                .map(header -> HeaderValues.createCached(HeaderNames.create(header.getKey()), header.getValue()))
                .toArray(Header[]::new);
        return (request, response) -> {
            response.status(status);
            for (Header header : headers) {
                response.header(header);
            }
            response.send(body);
        };
    }
}
