package dev.latchkey.login;

import dev.latchkey.credential.Password;
import dev.latchkey.credential.User;
import dev.latchkey.credential.Username;
import dev.latchkey.protection.SessionProtection;
import dev.latchkey.remember.RememberGrant;
import dev.latchkey.remember.RememberMe;
import dev.latchkey.session.EndReason;
import dev.latchkey.session.SeriesLink;
import dev.latchkey.session.Session;
import dev.latchkey.session.Sessions;
import dev.latchkey.throttle.Attempt;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Logs people in with a username and a password. Thread-safe. */
public final class PasswordLogin {
    private final PasswordProof proof;
    private final Sessions sessions;
    private final SessionProtection protection;
    private final @Nullable RememberMe rememberMe;

    private PasswordLogin(Builder builder) {
        this.proof = builder.proof;
        this.sessions = builder.sessions;
        this.protection = builder.protection;
        this.rememberMe = builder.rememberMe;
    }

    /** Begins a service that checks passwords there and begins sessions there. */
    public static Builder builder(PasswordProof proof, Sessions sessions) {
        return new Builder(proof, sessions);
    }

    /**
     * Verifies the password and begins a session; what the browser held before ends, in the same transaction.
     *
     * @throws dev.latchkey.store.StoreUnavailableException when a store cannot answer; nobody was logged in then, and the
     *     browser holds what it held. Where the store answered too late, a session nobody holds the token of may remain
     *     until it expires
     */
    public LoginOutcome attempt(Username username, Password password, LoginContext context) {
        return switch (proof.check(username, password, context)) {
            case PasswordProof.Result.Proven(User user, Attempt attempt) -> begin(user, attempt, context);
            case PasswordProof.Result.Wrong() -> new LoginOutcome.BadCredentials();
            case PasswordProof.Result.Throttled(Duration retryAfter) -> new LoginOutcome.Throttled(retryAfter);
            case PasswordProof.Result.Busy() -> new LoginOutcome.Busy();
        };
    }

    private LoginOutcome begin(User user, Attempt attempt, LoginContext context) {
        return proof.transactions().together(() -> beginWhole(user, attempt, context));
    }

    private LoginOutcome beginWhole(User user, Attempt attempt, LoginContext context) {
        endWhatTheBrowserHeld(context);
        Optional<RememberGrant> grant = remember(user, context);
        SeriesLink link = grant.<SeriesLink>map(
                        begun -> new SeriesLink.Holds(begun.token().series()))
                .orElseGet(SeriesLink.None::new);
        Sessions.Issued issued = sessions.issue(user.principal(), link, protection.record(context.client()));
        if (rememberMe != null) {
            rememberMe.makeRoom(issued);
        }
        if (!proof.stillHolds(user)) {
            endSeries(issued.session(), EndReason.REVOKED);
            sessions.revoke(user.id(), issued.session().id());
            proof.tellRefused(Optional.of(user), context.client().address());
            return new LoginOutcome.BadCredentials();
        }
        attempt.succeeded();
        return new LoginOutcome.LoggedIn(
                issued.token(),
                issued.session(),
                proof.recognise(user, context),
                grant.stream().toList());
    }

    /** One browser, one login: what it had before must not live on where nobody can end it. */
    private void endWhatTheBrowserHeld(LoginContext context) {
        context.sessions()
                .forEach(
                        token -> sessions.logOut(token).ifPresent(session -> endSeries(session, EndReason.LOGGED_OUT)));
        if (rememberMe != null) {
            context.series().forEach(rememberMe::forget);
        }
    }

    private Optional<RememberGrant> remember(User user, LoginContext context) {
        return rememberMe != null && context.isToBeRemembered()
                ? Optional.of(rememberMe.begin(user.id(), context.client()))
                : Optional.empty();
    }

    private void endSeries(Session session, EndReason reason) {
        if (rememberMe != null) {
            rememberMe.endWith(session, reason);
        }
    }

    /** Options of {@link PasswordLogin}. Not thread-safe. */
    public static final class Builder {
        private final PasswordProof proof;
        private final Sessions sessions;
        private SessionProtection protection = SessionProtection.DEFAULT;
        private @Nullable RememberMe rememberMe;

        private Builder(PasswordProof proof, Sessions sessions) {
            this.proof = Objects.requireNonNull(proof, "proof");
            this.sessions = Objects.requireNonNull(sessions, "sessions");
        }

        /** What sessions keep of their browser. Default: what {@link SessionProtection#DEFAULT} needs. */
        public Builder protection(SessionProtection value) {
            this.protection = Objects.requireNonNull(value, "protection");
            return this;
        }

        /** Remembers browsers that ask for it. Default: nobody is remembered, whatever they ask. */
        public Builder rememberMe(RememberMe value) {
            this.rememberMe = Objects.requireNonNull(value, "rememberMe");
            return this;
        }

        /** Makes the service. */
        public PasswordLogin build() {
            return new PasswordLogin(this);
        }
    }
}
