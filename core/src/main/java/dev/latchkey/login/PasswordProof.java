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
import dev.latchkey.store.Transactions;
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
 * <p>Unknown, wrong and disabled get the same answer, and the work that it costs does not tell one from the other (ASVS
 * 5.0 V6.3.8): see {@link Decoys}.
 */
public final class PasswordProof {
    /** Whose name cannot be read has none. */
    private static final Username NOBODY = Username.parse("nobody").orElseThrow();

    private final Transactions transactions;
    private final UserStore users;
    private final PasswordHasher hasher;
    private final Decoys decoys;
    private final HashingBulkhead bulkhead;
    private final Throttle throttle;
    private final InstantSource clock;
    private final AuthEventListener listener;

    /** Brings the parts together; the transactions are those of the stores. */
    public PasswordProof(
            Transactions transactions,
            UserStore users,
            PasswordHasher hasher,
            Decoys decoys,
            HashingBulkhead bulkhead,
            Throttle throttle,
            InstantSource clock,
            AuthEventListener listener) {
        this.transactions = Objects.requireNonNull(transactions, "transactions");
        this.users = Objects.requireNonNull(users, "users");
        this.hasher = Objects.requireNonNull(hasher, "hasher");
        this.decoys = Objects.requireNonNull(decoys, "decoys");
        this.bulkhead = Objects.requireNonNull(bulkhead, "bulkhead");
        this.throttle = Objects.requireNonNull(throttle, "throttle");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.listener = Objects.requireNonNull(listener, "listener").onceCommitted(transactions);
    }

    /** What checking came to. */
    sealed interface Result {
        record Proven(User user, Attempt attempt) implements Result {}

        record Wrong() implements Result {}

        record Throttled(Duration retryAfter) implements Result {}

        record Busy() implements Result {}
    }

    Transactions transactions() {
        return transactions;
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
                username,
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
                Username.parse(session.principal().username()).orElse(NOBODY),
                () -> users.find(principal),
                password,
                found -> listener.on(new AuthEvent.ReauthenticationRefused(clock.instant(), principal, session.id())));
    }

    private Result check(
            Admission admission,
            Username username,
            Supplier<Optional<User>> lookup,
            Password password,
            Consumer<Optional<User>> refused) {
        return switch (admission) {
            case Admission.Throttled(Duration retryAfter) -> new Result.Throttled(retryAfter);
            case Admission.Admitted(Attempt attempt) -> verify(username, lookup.get(), password, attempt, refused);
        };
    }

    private Result verify(
            Username username,
            Optional<User> found,
            Password password,
            Attempt attempt,
            Consumer<Optional<User>> refused) {
        // Of who was shut out the hash is verified all the same: whoever asks learns as little as of anybody else.
        Optional<PasswordHash> kept = found.flatMap(User::passwordHash);
        Optional<User> candidate = found.filter(user -> !user.isDisabled() && kept.isPresent());
        PasswordHash hash = kept.orElseGet(() -> decoys.of(username));
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
        // Of two at once one loses, which changes nothing for either: it is the epoch that tells whether what was
        // proven
        // still holds, and hashing anew does not move it.
        Optional<PasswordHash> raised = hash(password);
        if (raised.isPresent()
                && user.passwordHash()
                        .filter(outdated -> users.replacePasswordHash(user.id(), outdated, raised.get()))
                        .isPresent()) {
            return user.withPasswordHash(raised.get());
        }
        return user;
    }

    /** A hash with the current parameters; empty when hashing is busy. */
    Optional<PasswordHash> hash(Password password) {
        return bulkhead.run(() -> hasher.hash(password));
    }

    /**
     * Whether what was proven still holds. To be asked in the transaction in which a session is begun or changed, after
     * that: where users and sessions have no transaction in common, whoever disables a user or changes a password changes
     * the user first and then ends sessions, so that one that began in between is caught by this question and one that
     * began earlier by them.
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
        return throttle.recognise(username, context.deviceCookie());
    }
}
