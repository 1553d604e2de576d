package dev.latchkey.examples.helidon;

import dev.latchkey.Latchkey;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Access;
import dev.latchkey.http.guard.Need;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.Optional;

/** In front of every route: answers what is Latchkey's own, and lets nobody but members come to the others. */
record Login(Latchkey latchkey) implements Filter {
    @Override
    public void filter(FilterChain chain, RoutingRequest asked, RoutingResponse answer) {
        HelidonRequest request = new HelidonRequest(asked);
        Optional<Response> ours = latchkey.answer(request); // login, logout, sessions: everything under /api
        if (ours.isPresent()) {
            send(ours.get(), answer);
            return;
        }
        Need need = asked.prologue().method().equals(Method.DELETE) ? Need.FRESH : Need.MEMBER;
        switch (latchkey.admit(request, need)) {
            case Access.Member member -> {
                member.headers().forEach(line -> add(line, answer));
                asked.context().register(member);
                chain.proceed();
            }
            case Access.Refused(Response refusal) -> send(refusal, answer);
            case Access.Stranger stranger -> throw new IllegalStateException("only members were asked in");
        }
    }

    private static void send(Response response, RoutingResponse answer) {
        answer.status(response.status());
        response.fixed().fields().forEach(line -> add(line, answer));
        response.headers().forEach(line -> add(line, answer));
        answer.send(response.body());
    }

    private static void add(HeaderField line, RoutingResponse answer) {
        answer.headers().add(HeaderValues.create(line.name(), line.value()));
    }
}
