package dev.latchkey.http.endpoint;

import dev.latchkey.event.AuthEvent;
import dev.latchkey.event.AuthEventListener;
import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.answer.Refusal;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.session.Session;
import java.time.InstantSource;

/** Refuses what needs more than a visitor has, and tells the listener. */
final class Gatekeeper {
    private final UnknownTokens unknownTokens;
    private final Answers answers;
    private final InstantSource clock;
    private final AuthEventListener listener;

    Gatekeeper(UnknownTokens unknownTokens, Answers answers, InstantSource clock, AuthEventListener listener) {
        this.unknownTokens = unknownTokens;
        this.answers = answers;
        this.clock = clock;
        this.listener = listener;
    }

    /** To who is not logged in. */
    Response refuse(Request request, Visit.Stranger stranger) {
        unknownTokens.note(request, stranger);
        listener.on(new AuthEvent.Unauthorized(clock.instant()));
        return answers.refuse(Problem.of(stranger.reason()));
    }

    /** To who is, and did not prove the password recently. */
    Response askForPassword(Visit.Member member) {
        Session session = member.session();
        listener.on(new AuthEvent.ReauthenticationRequired(
                clock.instant(), session.principal().id(), session.id()));
        return answers.refuse(Refusal.reauthenticationRequired());
    }
}
