package dev.latchkey.core.login;

import dev.latchkey.core.account.User;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.protection.SessionProtection;
import dev.latchkey.core.remember.RememberGrant;
import dev.latchkey.core.remember.RememberMe;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Proof;
import dev.latchkey.core.session.ProofMethod;
import dev.latchkey.core.session.SeriesLink;
import dev.latchkey.core.session.Sessions;
import dev.latchkey.core.throttle.Attempt;
import dev.latchkey.core.throttle.NotNow;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Logs people in: the one entry that begins a session for who proved who they are, whatever the proof. What the browser held
 * ends, the maximum of sessions is kept, the browser is remembered if asked, and it is all one transaction. A browser that
 * is remembered comes back elsewhere, see {@link Identification}: it proves nothing anew. Thread-safe.
 */
public final class Logins {
    private final PasswordProof passwords;
    private final Sessions sessions;
    private final SessionProtection protection;
    private final RememberMe rememberMe;
    private final Function<User, Set<ProofMethod>> secondProofs;

    private Logins(Builder builder) {
        this.passwords = builder.passwords;
        this.sessions = builder.sessions;
        this.protection = builder.protection;
        this.rememberMe = builder.rememberMe;
        this.secondProofs = builder.secondProofs;
    }

    /** Begins a service that checks passwords there and begins sessions there. */
    public static Builder builder(PasswordProof passwords, Sessions sessions) {
        return new Builder(passwords, sessions);
    }

    /** What was proven, by whom, and what to do once the login counts. */
    private record Proven(User user, ProofMethod method, Runnable counted) {}

    /**
     * Checks the proof and begins a session; what the browser held before ends, in the same transaction.
     *
     * @throws dev.latchkey.core.store.StoreUnavailableException when a store cannot answer; nobody was logged in then, and the
     *     browser holds what it held. Where the store answered too late, a session nobody holds the token of may remain
     *     until it expires
     */
    public LoginOutcome attempt(LoginProof proof, LoginDetails details) {
        return switch (proof) {
            case LoginProof.ByPassword(Username username, Password password) -> check(username, password, details);
            case LoginProof.ByApplication(PrincipalId principal, ProofMethod method) ->
                believe(principal, method, details);
        };
    }

    private LoginOutcome check(Username username, Password password, LoginDetails details) {
        return switch (passwords.check(username, password, details)) {
            case PasswordProof.Result.Proven(User user, Attempt attempt) ->
                proceed(new Proven(user, ProofMethod.PASSWORD, attempt::succeeded), details);
            case PasswordProof.Result.Wrong() -> new LoginOutcome.BadCredentials();
            case PasswordProof.Result.Deferred(NotNow why) -> new LoginOutcome.Deferred(why);
        };
    }

    /** No guess was made here, and so none is counted. */
    private LoginOutcome believe(PrincipalId principal, ProofMethod method, LoginDetails details) {
        Optional<User> found = passwords.users().find(principal);
        if (found.isEmpty() || found.get().isDisabled()) {
            passwords.tellRefused(found, details.client().address());
            return new LoginOutcome.BadCredentials();
        }
        return proceed(new Proven(found.get(), method, () -> {}), details);
    }

    private LoginOutcome proceed(Proven proven, LoginDetails details) {
        User user = proven.user();
        Set<ProofMethod> wanted = secondProofs.apply(user);
        if (!wanted.isEmpty()) {
            Proof first = new Proof(proven.method(), sessions.now());
            return new LoginOutcome.Pending(new PendingLogin(user.id(), user.credentialEpoch(), first, wanted));
        }
        return passwords.transactions().together(() -> beginWhole(proven, details));
    }

    private LoginOutcome beginWhole(Proven proven, LoginDetails details) {
        endWhatTheBrowserHeld(details);
        User user = proven.user();
        Optional<RememberGrant> grant = remember(user, details);
        SeriesLink link = grant.<SeriesLink>map(
                        begun -> new SeriesLink.Holds(begun.token().series()))
                .orElseGet(SeriesLink::none);
        Sessions.Issued issued =
                sessions.issue(user.principal(), proven.method(), link, protection.record(details.client()));
        rememberMe.makeRoom(issued);
        if (!passwords.stillHolds(user)) {
            rememberMe.endWith(issued.session(), EndReason.REVOKED);
            sessions.revoke(user.id(), issued.session().id());
            passwords.tellRefused(Optional.of(user), details.client().address());
            return new LoginOutcome.BadCredentials();
        }
        proven.counted().run();
        return new LoginOutcome.LoggedIn(issued.token(), issued.session(), passwords.recognise(user, details), grant);
    }

    /** One browser, one login: what it had before must not live on where nobody can end it. */
    private void endWhatTheBrowserHeld(LoginDetails details) {
        details.sessions()
                .forEach(token ->
                        sessions.logOut(token).ifPresent(session -> rememberMe.endWith(session, EndReason.LOGGED_OUT)));
        details.series().forEach(rememberMe::forget);
    }

    private Optional<RememberGrant> remember(User user, LoginDetails details) {
        return rememberMe.isOn() && details.isToBeRemembered()
                ? Optional.of(rememberMe.begin(user.id(), details.client()))
                : Optional.empty();
    }

    /** Options of {@link Logins}. Not thread-safe. */
    public static final class Builder {
        private final PasswordProof passwords;
        private final Sessions sessions;
        private SessionProtection protection = SessionProtection.DEFAULT;
        private RememberMe rememberMe = RememberMe.off();
        private Function<User, Set<ProofMethod>> secondProofs = user -> Set.of();

        private Builder(PasswordProof passwords, Sessions sessions) {
            this.passwords = Objects.requireNonNull(passwords, "passwords");
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

        /** Of whom a second proof is wanted, and which would do. Default: of nobody, until there is a second method. */
        Builder secondProofs(Function<User, Set<ProofMethod>> value) {
            this.secondProofs = Objects.requireNonNull(value, "secondProofs");
            return this;
        }

        /** Makes the service. */
        public Logins build() {
            return new Logins(this);
        }
    }
}
