package dev.latchkey.core.login;

import dev.latchkey.core.account.User;
import dev.latchkey.core.account.UserStore;
import dev.latchkey.core.browser.ClientAddress;
import dev.latchkey.core.credential.HashingBulkhead;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.core.credential.PasswordHasher.Verification;
import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.event.AuthEventListener;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.store.Transactions;
import dev.latchkey.core.throttle.Account;
import dev.latchkey.core.throttle.Admission;
import dev.latchkey.core.throttle.Attempt;
import dev.latchkey.core.throttle.DeviceToken;
import dev.latchkey.core.throttle.NotNow;
import dev.latchkey.core.throttle.Throttle;
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

        record Deferred(NotNow why) implements Result {}
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
    Result check(Username username, Password password, LoginDetails details) {
        // Whoever the name belongs to: a device cookie is good for an account, not for a name.
        Optional<User> found = users.find(username);
        Account account = found.map(PasswordProof::account).orElseGet(Account::nobody);
        Admission admission = throttle.admit(username, account, details.client().address(), details.deviceCookie());
        return check(
                admission,
                username,
                () -> found,
                password,
                refused -> tellRefused(refused, details.client().address()));
    }

    private static Account account(User user) {
        return new Account(user.id(), user.credentialEpoch());
    }

    /** For someone who is logged in. */
    Result check(Session session, Password password, ClientAddress address) {
        PrincipalId principal = session.principal().id();
        Admission admission = session.link()
                .series()
                .map(series -> throttle.admit(principal, series, address))
                .orElseGet(() -> throttle.admit(principal, session.id(), address));
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
            case Admission.Throttled(Duration retryAfter) -> new Result.Deferred(new NotNow.Throttled(retryAfter));
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
        return switch (bulkhead.run(attempt.share(), () -> hasher.verify(password, hash))) {
            case HashingBulkhead.Outcome.Done<Verification>(Verification verification) -> {
                if (candidate.isEmpty() || verification == Verification.DIFFERS) {
                    refused.accept(found);
                    yield new Result.Wrong();
                }
                yield new Result.Proven(
                        verification == Verification.MATCHES_BUT_OUTDATED
                                ? rehash(candidate.get(), password, attempt)
                                : candidate.get(),
                        attempt);
            }
            case HashingBulkhead.Outcome.NotBegun<Verification>() -> {
                attempt.withdrawn();
                yield new Result.Deferred(new NotNow.Busy());
            }
            // Counted still: the work is done, and how long it took is no secret.
            case HashingBulkhead.Outcome.TooLate<Verification>() -> new Result.Deferred(new NotNow.Busy());
        };
    }

    /** Raises the stored hash to the current parameters, unless hashing is busy: the next login tries again. */
    private User rehash(User user, Password password, Attempt attempt) {
        // Of two at once one loses, which changes nothing for either: it is the epoch that tells whether what was
        // proven
        // still holds, and hashing anew does not move it.
        Optional<PasswordHash> raised = hash(password, attempt);
        if (raised.isPresent()
                && user.passwordHash()
                        .filter(outdated -> users.replacePasswordHash(user.id(), outdated, raised.get()))
                        .isPresent()) {
            return user.withPasswordHash(raised.get());
        }
        return user;
    }

    /** A hash with the current parameters, for who proved the password before; empty when hashing is busy. */
    Optional<PasswordHash> hash(Password password, Attempt attempt) {
        return bulkhead.run(attempt.share(), () -> hasher.hash(password)).result();
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

    DeviceToken recognise(User user, LoginDetails details) {
        return throttle.recognise(account(user), details.deviceCookie());
    }

    /** For a browser whose device cookie, if it had one, died with the credential that its owner replaced. */
    DeviceToken recogniseAnew(User user) {
        return throttle.recognise(account(user), "");
    }
}
