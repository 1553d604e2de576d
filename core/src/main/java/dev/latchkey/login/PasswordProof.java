package dev.latchkey.login;

import dev.latchkey.browser.ClientAddress;
import dev.latchkey.credential.HashingBulkhead;
import dev.latchkey.credential.Password;
import dev.latchkey.credential.PasswordHash;
import dev.latchkey.credential.PasswordHasher;
import dev.latchkey.credential.PasswordHasher.Verification;
import dev.latchkey.credential.User;
import dev.latchkey.credential.UserStore;
import dev.latchkey.credential.Username;
import dev.latchkey.event.AuthEvent;
import dev.latchkey.event.AuthEventListener;
import dev.latchkey.principal.PrincipalId;
import dev.latchkey.session.Session;
import dev.latchkey.throttle.Admission;
import dev.latchkey.throttle.Attempt;
import dev.latchkey.throttle.DeviceToken;
import dev.latchkey.throttle.Throttle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Checks passwords: the one door through which logging in, proving a password again and changing it all go, so that
 * none of them can be guessed at past the throttle (ASVS 5.0 V6.3.4). Thread-safe.
 *
 * <p>Unknown, wrong and disabled cost the same work and get the same answer (ASVS 5.0 V6.3.8).
 */
public final class PasswordProof {
    private final UserStore users;
    private final PasswordHasher hasher;
    private final HashingBulkhead bulkhead;
    private final Throttle throttle;
    private final InstantSource clock;
    private final AuthEventListener listener;

    /** Brings the parts together. */
    public PasswordProof(
            UserStore users,
            PasswordHasher hasher,
            HashingBulkhead bulkhead,
            Throttle throttle,
            InstantSource clock,
            AuthEventListener listener) {
        this.users = Objects.requireNonNull(users, "users");
        this.hasher = Objects.requireNonNull(hasher, "hasher");
        this.bulkhead = Objects.requireNonNull(bulkhead, "bulkhead");
        this.throttle = Objects.requireNonNull(throttle, "throttle");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    /** What checking came to. */
    sealed interface Result {
        record Proven(User user, Attempt attempt) implements Result {}

        record Wrong() implements Result {}

        record Throttled(Duration retryAfter) implements Result {}

        record Busy() implements Result {}
    }

    UserStore users() {
        return users;
    }

    InstantSource clock() {
        return clock;
    }

    AuthEventListener listener() {
        return listener;
    }

    /** For someone who says who they are. */
    Result check(Username username, Password password, LoginContext context) {
        Admission admission = throttle.admit(username, context.client().address(), context.deviceCookie());
        return check(
                admission,
                () -> users.find(username),
                password,
                found -> tellRefused(found, context.client().address()));
    }

    /** For someone who is logged in. */
    Result check(Session session, Password password) {
        Admission admission = throttle.admit(session.id());
        PrincipalId principal = session.principal().id();
        return check(
                admission,
                () -> users.find(principal),
                password,
                found -> listener.on(new AuthEvent.ReauthenticationRefused(clock.instant(), principal, session.id())));
    }

    private Result check(
            Admission admission, Supplier<Optional<User>> lookup, Password password, Consumer<Optional<User>> refused) {
        return switch (admission) {
            case Admission.Throttled(Duration retryAfter) -> new Result.Throttled(retryAfter);
            case Admission.Admitted(Attempt attempt) -> verify(lookup.get(), password, attempt, refused);
        };
    }

    private Result verify(Optional<User> found, Password password, Attempt attempt, Consumer<Optional<User>> refused) {
        Optional<User> candidate = found.filter(user -> !user.isDisabled());
        PasswordHash hash = candidate.map(User::passwordHash).orElseGet(hasher::decoy);
        Optional<Verification> verification = bulkhead.run(() -> hasher.verify(password, hash));
        if (verification.isEmpty()) {
            attempt.withdrawn();
            return new Result.Busy();
        }
        if (candidate.isEmpty() || verification.get() == Verification.DIFFERS) {
            refused.accept(found);
            return new Result.Wrong();
        }
        User user = candidate.get();
        return new Result.Proven(
                verification.get() == Verification.MATCHES_BUT_OUTDATED ? rehash(user, password) : user, attempt);
    }

    /** Raises the stored hash to the current parameters, unless hashing is busy: the next login tries again. */
    private User rehash(User user, Password password) {
        return hash(password)
                .filter(raised -> users.replacePasswordHash(user.id(), user.passwordHash(), raised))
                .map(user::withPasswordHash)
                .orElse(user);
    }

    /** A hash with the current parameters; empty when hashing is busy. */
    Optional<PasswordHash> hash(Password password) {
        return bulkhead.run(() -> hasher.hash(password));
    }

    /**
     * Whether what was proven still holds. To be asked after a session was begun or changed: whoever disables a user or
     * changes a password changes the user first and then ends sessions, so that one that began in between is caught
     * by this question and one that began earlier by them.
     */
    boolean stillHolds(User proven) {
        return users.find(proven.id()).filter(proven::hasSameCredential).isPresent();
    }

    void tellRefused(Optional<User> user, ClientAddress from) {
        Instant now = clock.instant();
        listener.on(user.<AuthEvent>map(known -> new AuthEvent.LoginRefused(now, known.id(), from.network()))
                .orElseGet(() -> new AuthEvent.LoginRefusedForUnknownUser(now, from.network())));
    }

    DeviceToken recognise(Username username, LoginContext context) {
        return throttle.recognise(username.current(), context.deviceCookie());
    }
}
