package dev.latchkey.core.login;

import dev.latchkey.core.browser.Client;
import dev.latchkey.core.protection.ProtectionVerdict;
import dev.latchkey.core.protection.SessionProtection;
import dev.latchkey.core.remember.RememberMe;
import dev.latchkey.core.remember.RememberOutcome;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Resolution;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.SessionPolicy;
import dev.latchkey.core.session.Sessions;
import dev.latchkey.core.session.Standing;
import dev.latchkey.core.token.RememberToken;
import dev.latchkey.core.token.SessionToken;
import java.time.Instant;
import java.util.Objects;

/**
 * Tells who makes a request: what the session token stands for, whether this is the browser it was given to, and
 * whether a browser without a session is remembered. Thread-safe.
 */
public final class Identification {
    private final Sessions sessions;
    private final SessionProtection protection;
    private final RememberMe rememberMe;
    private final SessionChecks checks = new SessionChecks();

    /** Brings the parts together; browsers come back by that remember-me. */
    public Identification(Sessions sessions, SessionProtection protection, RememberMe rememberMe) {
        this.sessions = Objects.requireNonNull(sessions, "sessions");
        this.protection = Objects.requireNonNull(protection, "protection");
        this.rememberMe = Objects.requireNonNull(rememberMe, "rememberMe");
    }

    /** How long the sessions live that are resolved here. */
    public SessionPolicy policy() {
        return sessions.policy();
    }

    /** What came of the tokens that were looked at here. */
    public SessionChecks checks() {
        return checks;
    }

    /** What the token stands for in the hands of that client. A live session is thereby used. */
    public Resolution resolve(SessionToken token, Client client) {
        return resolve(token, client, now());
    }

    /** The same at the moment that everything else about the request is judged by. */
    public Resolution resolve(SessionToken token, Client client, Instant now) {
        return checks.counted(protect(sessions.resolve(token, now), token, client, now));
    }

    /** The same without counting as activity: for polls and for asking who is there. */
    public Resolution peek(SessionToken token, Client client) {
        return peek(token, client, now());
    }

    /** The same at the moment that everything else about the request is judged by. */
    public Resolution peek(SessionToken token, Client client, Instant now) {
        return checks.counted(protect(sessions.peek(token, now), token, client, now));
    }

    /** The moment of a request that begins now: all about it is to be judged by this one. */
    public Instant now() {
        return sessions.now();
    }

    private Resolution protect(Resolution resolution, SessionToken token, Client client, Instant now) {
        if (!(resolution instanceof Resolution.Active(Session session, Standing standing))) {
            return resolution;
        }
        ProtectionVerdict verdict = protection.judge(session.browser(), client);
        // Whatever the request is for: who presents the session's token got it.
        if (session.link().isUnconfirmed() && !(verdict instanceof ProtectionVerdict.Ends)) {
            rememberMe.noteUse(session, token, now);
        }
        return switch (verdict) {
            case ProtectionVerdict.Unchanged() -> resolution;
            case ProtectionVerdict.LosesFreshness() ->
                standing == Standing.CURRENT ? new Resolution.Active(session, Standing.ELSEWHERE) : resolution;
            case ProtectionVerdict.Ends() -> {
                sessions.protect(session, client.address().network(), now);
                yield new Resolution.Ended(EndReason.PROTECTED);
            }
        };
    }

    /**
     * Whether a browser whose session is over may come back by its remember-me cookie. After what somebody did on
     * purpose it may not, even if its series could not be ended as well.
     */
    public static boolean mayReturn(Resolution resolution) {
        return switch (resolution) {
            case Resolution.Active active -> false;
            case Resolution.Unknown() -> true;
            case Resolution.Ended(EndReason reason) ->
                switch (reason) {
                    case IDLE_EXPIRED, EXPIRED, PROTECTED, RETURNED -> true;
                    case LOGGED_OUT, REVOKED, REPLACED, STOLEN -> false;
                };
        };
    }

    /** Whether browsers are remembered here at all. */
    public boolean remembersBrowsers() {
        return rememberMe.isOn();
    }

    /** Whether a remember-me token is one that was issued here. Asks no store, and does not say whether it is good. */
    public boolean recognises(RememberToken token) {
        return rememberMe.recognises(token);
    }

    /** Brings back the session of a remembered browser that shows none. */
    public RememberOutcome restore(RememberToken token, Client client) {
        return restore(token, client, new Resolution.Unknown());
    }

    /**
     * Brings back the session of a remembered browser that has none; {@link RememberOutcome.Unknown} when it is off.
     *
     * @param shown what the session token stands for that the browser shows besides; unknown when it shows none
     */
    public RememberOutcome restore(RememberToken token, Client client, Resolution shown) {
        return restore(token, client, shown, now());
    }

    /** The same at the moment that everything else about the request is judged by. */
    public RememberOutcome restore(RememberToken token, Client client, Resolution shown, Instant now) {
        return rememberMe.restore(token, client, shown.equals(new Resolution.Ended(EndReason.RETURNED)), now);
    }
}
