package dev.latchkey.core.account;

import dev.latchkey.core.browser.ClientAddress;
import dev.latchkey.core.credential.HashingBulkhead;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordFlaw;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.core.credential.PasswordRules;
import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.event.AuthEventListener;
import dev.latchkey.core.principal.DisplayName;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.throttle.Admission;
import dev.latchkey.core.throttle.Attempt;
import dev.latchkey.core.throttle.NotNow;
import dev.latchkey.core.throttle.Throttle;
import dev.latchkey.core.token.Tokens;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;

/**
 * Makes accounts for people who ask for one. Thread-safe.
 *
 * <p>Who may choose a username can always learn whether it is free. Here it costs them an attempt against the budget of
 * their address, the same work as making the account, and does not tell a taken name from a reserved one or one that looks like either.
 */
public final class Registration {
    private final DistinctNames names;
    private final PasswordHasher hasher;
    private final HashingBulkhead bulkhead;
    private final Throttle throttle;
    private final PasswordRules rules;
    private final Tokens tokens;
    private final InstantSource clock;
    private final AuthEventListener listener;

    /** Brings the parts together. */
    public Registration(
            DistinctNames names,
            PasswordHasher hasher,
            HashingBulkhead bulkhead,
            Throttle throttle,
            PasswordRules rules,
            Tokens tokens,
            InstantSource clock,
            AuthEventListener listener) {
        this.names = Objects.requireNonNull(names, "names");
        this.hasher = Objects.requireNonNull(hasher, "hasher");
        this.bulkhead = Objects.requireNonNull(bulkhead, "bulkhead");
        this.throttle = Objects.requireNonNull(throttle, "throttle");
        this.rules = Objects.requireNonNull(rules, "rules");
        this.tokens = Objects.requireNonNull(tokens, "tokens");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.listener = Objects.requireNonNull(listener, "listener").isolated();
    }

    /**
     * Makes ready for the first registration what would make it wait.
     *
     * @throws dev.latchkey.core.store.StoreUnavailableException when a store cannot answer
     */
    public void prepare() {
        names.prepare();
    }

    /** The rules for passwords, to be told beforehand. */
    public PasswordRules rules() {
        return rules;
    }

    /**
     * Makes a user. Of many at once with one username, or with some that look alike, one succeeds.
     *
     * @param name what to greet them by, see {@link DisplayName}
     * @throws IllegalArgumentException when the name is not fit
     * @throws dev.latchkey.core.store.StoreUnavailableException when a store cannot answer
     */
    public RegistrationOutcome register(Username username, Password password, String name, ClientAddress address) {
        DisplayName.flaw(name).ifPresent(flaw -> {
            throw new IllegalArgumentException("a name " + flaw);
        });
        Set<PasswordFlaw> flaws = rules.flaws(password, username, name);
        boolean acceptsUsername = names.accepts(username);
        if (!acceptsUsername || !flaws.isEmpty()) {
            return new RegistrationOutcome.Refused(acceptsUsername, flaws);
        }
        return switch (throttle.admit(address)) {
            case Admission.Throttled(Duration retryAfter) ->
                new RegistrationOutcome.Deferred(new NotNow.Throttled(retryAfter));
            case Admission.Admitted(Attempt attempt) ->
                switch (bulkhead.run(attempt.share(), () -> hasher.hash(password))) {
                    case HashingBulkhead.Outcome.Done<PasswordHash>(PasswordHash hash) ->
                        insert(new User(new PrincipalId(tokens.newOpaqueId()), username, name, hash, false));
                    case HashingBulkhead.Outcome.NotBegun<PasswordHash>() -> {
                        attempt.withdrawn();
                        yield new RegistrationOutcome.Deferred(new NotNow.Busy());
                    }
                    case HashingBulkhead.Outcome.TooLate<PasswordHash>() ->
                        new RegistrationOutcome.Deferred(new NotNow.Busy());
                };
        };
    }

    private RegistrationOutcome insert(User user) {
        if (names.isReserved(user.username()) || !names.insert(user)) {
            return new RegistrationOutcome.UsernameUnavailable();
        }
        listener.on(new AuthEvent.Registered(clock.instant(), user.id()));
        return new RegistrationOutcome.Registered(user);
    }
}
