package dev.latchkey.benchmarks.controls;

import dev.latchkey.engine.Engine;
import dev.latchkey.engine.Transport;
import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.exchange.FixedHeaders;
import dev.latchkey.http.exchange.Handler;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.origin.Origin;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The server's own engine, writing recorded answers on its event loop. Arguments: port, folder of answers, transport. */
final class EngineControl {
    private EngineControl() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int port = Integer.parseInt(args[0]);
        Map<String, Response> answers = new HashMap<>();
        RecordedResponse.readAll(Path.of(args[1])).forEach((path, recorded) -> answers.put(path, prepared(recorded)));
        Answers refusals = new Answers(
                DeploymentPolicy.embedded(Origin.parse("http://localhost:" + port).orElseThrow()));
        Engine engine = Engine.builder(new Unthinking(answers), refusals, InstantSource.system())
                .transport(Transport.valueOf(args[2].toUpperCase(Locale.ROOT)))
                .start(List.of(InetAddress.getByName("127.0.0.1")), port);
        System.out.println("transport: " + engine.transport().label());
        Thread.currentThread().join(); // its event loops are daemons
    }

    private static Response prepared(RecordedResponse recorded) {
        List<HeaderField> fields = recorded.headers().entrySet().stream()
                .map(header -> new HeaderField(header.getKey(), header.getValue()))
                .toList();
        return new Response(recorded.status(), new FixedHeaders(fields), List.of(), recorded.body());
    }

    private record Unthinking(Map<String, Response> answers) implements Handler {
        private static final Response NOT_FOUND = Response.empty(404, new FixedHeaders(List.of()));

        @Override
        public Response handle(Request request) {
            return answers.getOrDefault(request.rawPath(), NOT_FOUND);
        }

        @Override
        public boolean isPrompt(Request request) {
            return true;
        }
    }
}
