package dev.latchkey.examples.jdk;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.latchkey.Latchkey;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Access;
import dev.latchkey.http.guard.Need;
import java.io.IOException;
import java.util.Optional;

/** Notes of whoever is logged in. */
final class Notes {
    private final Latchkey latchkey;

    Notes(Latchkey latchkey) {
        this.latchkey = latchkey;
    }

    void serve(HttpServer server) {
        server.createContext("/", this::handle);
    }

    private void handle(HttpExchange exchange) throws IOException {
        JdkRequest request = new JdkRequest(exchange);
        Optional<Response> ours = latchkey.answer(request); // login, logout, sessions: everything under /api
        if (ours.isPresent()) {
            request.send(ours.get());
            return;
        }
        Need need = request.method().equals("DELETE") ? Need.FRESH : Need.MEMBER;
        switch (latchkey.admit(request, need)) {
            case Access.Member member ->
                request.send(200, "notes of " + member.user().name(), member.headers());
            case Access.Refused(Response refusal) -> request.send(refusal);
            case Access.Stranger stranger -> throw new IllegalStateException("only members were asked in");
        }
    }
}
