package dev.latchkey.examples.javalin;

import dev.latchkey.Latchkey;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Access;
import dev.latchkey.http.guard.Need;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.Optional;

/** Before every route: answers what is Latchkey's own, and lets nobody but members come to the others. */
record Login(Latchkey latchkey) implements Handler {
    @Override
    public void handle(Context context) {
        JavalinRequest request = new JavalinRequest(context.req());
        Optional<Response> ours = latchkey.answer(request); // login, logout, sessions: everything under /api
        if (ours.isPresent()) {
            send(ours.get(), context);
            return;
        }
        Need need = context.method().equals(HandlerType.DELETE) ? Need.FRESH : Need.MEMBER;
        switch (latchkey.admit(request, need)) {
            case Access.Member member -> {
                member.headers().forEach(line -> add(line, context));
                context.attribute("member", member);
            }
            case Access.Refused(Response refusal) -> send(refusal, context);
            case Access.Stranger stranger -> throw new IllegalStateException("only members were asked in");
        }
    }

    private static void send(Response response, Context context) {
        context.status(response.status());
        response.fixed().fields().forEach(line -> add(line, context));
        response.headers().forEach(line -> add(line, context));
        context.result(response.body()).skipRemainingHandlers();
    }

    private static void add(HeaderField line, Context context) {
        context.res().addHeader(line.name(), line.value());
    }
}
