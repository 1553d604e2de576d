package dev.latchkey.core;

import dev.latchkey.core.account.Accounts;
import dev.latchkey.core.account.DistinctNames;
import dev.latchkey.core.account.Lookalikes;
import dev.latchkey.core.account.Registration;
import dev.latchkey.core.account.Users;
import dev.latchkey.core.audit.AuditTrail;
import dev.latchkey.core.credential.CommonPasswords;
import dev.latchkey.core.credential.HashingBulkhead;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.core.credential.PasswordRules;
import dev.latchkey.core.event.AuthEventListener;
import dev.latchkey.core.freshness.Freshness;
import dev.latchkey.core.login.Decoys;
import dev.latchkey.core.login.Identification;
import dev.latchkey.core.login.Logins;
import dev.latchkey.core.login.OwnSessions;
import dev.latchkey.core.login.PasswordChange;
import dev.latchkey.core.login.PasswordProof;
import dev.latchkey.core.login.Reauthentication;
import dev.latchkey.core.remember.RememberMe;
import dev.latchkey.core.session.Sessions;
import dev.latchkey.core.throttle.Throttle;
import dev.latchkey.core.token.KeyRing;
import dev.latchkey.core.token.Tokens;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * All services on one set of stores, brought together once and for everybody: a server, an application, a test.
 * Thread-safe. {@link #close()} it when nobody asks any more; the stores stay open.
 *
 * <p>Nothing happens by itself here. Whoever runs it writes noted activity back, purges what is past and learns decoys,
 * as the services ask for.
 */
public final class Installation implements AutoCloseable {
    private final Stores stores;
    private final LoginRules rules;
    private final InstantSource clock;
    private final Tokens tokens;
    private final HashingBulkhead hashing;
    private final AuditTrail audit;
    private final AuthEventListener listener;
    private final KeyRing keys;
    private final Sessions sessions;
    private final Throttle throttle;
    private final RememberMe rememberMe;
    private final Decoys decoys;
    private final DistinctNames names;
    private final OwnSessions ownSessions;
    private final Accounts accounts;
    private final Identification identification;
    private final Logins login;
    private final Reauthentication reauthentication;
    private final PasswordChange passwordChange;
    private final Freshness freshness;
    private final Optional<Registration> registration;
    private final Users users;

    private Installation(Builder builder) {
        this.stores = builder.stores;
        this.rules = builder.rules;
        this.clock = builder.clock;
        this.tokens = builder.tokens;
        this.audit = new AuditTrail(stores.audit(), clock, rules.auditKept());
        this.listener = AuthEventListener.all(List.of(audit, builder.listener)).onceCommitted(stores.transactions());
        this.keys = new KeyRing(stores.secrets(), tokens, clock);
        this.sessions = Sessions.builder(stores.sessions(), clock)
                .policy(rules.sessions())
                .tokens(tokens)
                .maxPerPrincipal(rules.maxPerPrincipal())
                .listener(listener)
                .build();
        this.throttle = Throttle.builder(stores.budgets(), keys, clock)
                .policy(rules.throttle())
                .tokens(tokens)
                .listener(listener)
                .build();
        this.rememberMe = rules.remember()
                .map(policy -> builder.rememberMe(sessions, keys, listener)
                        .policy(policy)
                        .protection(rules.protection())
                        .build())
                .orElseGet(RememberMe::off);
        this.ownSessions = new OwnSessions(stores.transactions(), sessions, rememberMe);
        this.accounts = new Accounts(stores.transactions(), stores.users(), ownSessions, clock, listener);
        this.identification = new Identification(sessions, rules.protection(), rememberMe);
        this.decoys = new Decoys(stores.users(), builder.hasher, keys);
        this.names = new DistinctNames(stores.users(), builder.lookalikes);
        this.users = new Users(stores.users(), names, accounts, builder.hasher, tokens, clock, listener);
        this.freshness = new Freshness(rules.freshFor());
        PasswordRules passwords = new PasswordRules(rules.minPasswordLength(), CommonPasswords.shipped());
        // The last that can be refused is behind: no thread is left over from an installation that never was.
        this.hashing = builder.hashing.orElseGet(Builder::standardHashing);
        PasswordProof proof = new PasswordProof(
                stores.transactions(), stores.users(), builder.hasher, decoys, hashing, throttle, clock, listener);
        this.login = Logins.builder(proof, sessions)
                .protection(rules.protection())
                .rememberMe(rememberMe)
                .build();
        this.reauthentication = new Reauthentication(proof, sessions, rules.protection());
        this.passwordChange = new PasswordChange(proof, sessions, ownSessions, passwords);
        this.registration = rules.isRegistrationOpen()
                ? Optional.of(
                        new Registration(names, builder.hasher, hashing, throttle, passwords, tokens, clock, listener))
                : Optional.empty();
    }

    /** Begins one on those stores, with passwords hashed by that hasher, by that clock. */
    public static Builder builder(Stores stores, PasswordHasher hasher, InstantSource clock) {
        return new Builder(stores, hasher, clock);
    }

    /** What it keeps. */
    public Stores stores() {
        return stores;
    }

    /** What holds here. */
    public LoginRules rules() {
        return rules;
    }

    /** What tells the time. */
    public InstantSource clock() {
        return clock;
    }

    /** Where everything random comes from. */
    public Tokens tokens() {
        return tokens;
    }

    /** How many passwords are hashed at once. */
    public HashingBulkhead hashing() {
        return hashing;
    }

    /** The audit log. To be flushed every second or so, and once at the end. */
    public AuditTrail audit() {
        return audit;
    }

    /** Hears of everything, once it is committed: for whoever has something to tell that happens outside of core. */
    public AuthEventListener listener() {
        return listener;
    }

    /** The keys that cookies and tokens are signed with. To be refreshed when another process changed them. */
    public KeyRing keys() {
        return keys;
    }

    /** Everyone's sessions. Activity is to be flushed every few seconds, what is past purged now and then. */
    public Sessions sessions() {
        return sessions;
    }

    /** Counts attempts. What is past is to be purged now and then. */
    public Throttle throttle() {
        return throttle;
    }

    /** Remembered browsers, to be flushed and purged likewise. */
    public RememberMe rememberMe() {
        return rememberMe;
    }

    /** What is verified for names that nobody has. To be refreshed at the start and now and then. */
    public Decoys decoys() {
        return decoys;
    }

    /** Which names look like one another. */
    public DistinctNames names() {
        return names;
    }

    /** Listing and ending sessions. */
    public OwnSessions ownSessions() {
        return ownSessions;
    }

    /** What an operator does to an account. */
    public Accounts accounts() {
        return accounts;
    }

    /** Users, made, found and changed as an operator does it. */
    public Users users() {
        return users;
    }

    /** Who makes a request. */
    public Identification identification() {
        return identification;
    }

    /** From a proof to a session. */
    public Logins login() {
        return login;
    }

    /** A password again, in a session. */
    public Reauthentication reauthentication() {
        return reauthentication;
    }

    /** Another password. */
    public PasswordChange passwordChange() {
        return passwordChange;
    }

    /** Whose password was proven recently. */
    public Freshness freshness() {
        return freshness;
    }

    /** Making accounts; empty where an operator does that. */
    public Optional<Registration> registration() {
        return registration;
    }

    /** Ends the threads that hash passwords; who waits for one is told that the system is busy. */
    @Override
    public void close() {
        hashing.close();
    }

    /** Options of {@link Installation}. Not thread-safe. */
    public static final class Builder {
        private final Stores stores;
        private final PasswordHasher hasher;
        private final InstantSource clock;
        private LoginRules rules = LoginRules.DEFAULT;
        private Tokens tokens = new Tokens();
        private AuthEventListener listener = AuthEventListener.none();
        private Lookalikes lookalikes = Lookalikes.unchecked();
        private Optional<HashingBulkhead> hashing = Optional.empty();

        private Builder(Stores stores, PasswordHasher hasher, InstantSource clock) {
            this.stores = Objects.requireNonNull(stores, "stores");
            this.hasher = Objects.requireNonNull(hasher, "hasher");
            this.clock = Objects.requireNonNull(clock, "clock");
        }

        /** What may be chosen. Default: {@link LoginRules#DEFAULT}. */
        public Builder rules(LoginRules value) {
            this.rules = Objects.requireNonNull(value, "rules");
            return this;
        }

        /** Where everything random comes from. Default: the platform's secure randomness; another only in tests. */
        public Builder tokens(Tokens value) {
            this.tokens = Objects.requireNonNull(value, "tokens");
            return this;
        }

        /** Who hears of everything besides the audit log. Default: nobody. One that throws changes nothing. */
        public Builder listener(AuthEventListener value) {
            this.listener = Objects.requireNonNull(value, "listener");
            return this;
        }

        /** Tells which names look like one another. Default: {@link Lookalikes#unchecked()}, so none do. */
        public Builder lookalikes(Lookalikes value) {
            this.lookalikes = Objects.requireNonNull(value, "lookalikes");
            return this;
        }

        /**
         * How many passwords are hashed at once; closed with the installation. Default: as many as there are cores less
         * one, 64 that wait, 5 seconds.
         */
        public Builder hashing(HashingBulkhead value) {
            this.hashing = Optional.of(value);
            return this;
        }

        private static HashingBulkhead standardHashing() {
            return new HashingBulkhead(
                    HashingBulkhead.defaultPermits(), HashingBulkhead.DEFAULT_QUEUE, HashingBulkhead.DEFAULT_DEADLINE);
        }

        private RememberMe.Builder rememberMe(Sessions sessions, KeyRing keys, AuthEventListener hearing) {
            return RememberMe.builder(stores.series(), sessions, stores.users(), keys, clock)
                    .transactions(stores.transactions())
                    .tokens(tokens)
                    .listener(hearing);
        }

        /**
         * Brings everything together; keys that are not there yet are made.
         *
         * @throws IllegalArgumentException when a rule is out of range
         * @throws dev.latchkey.core.store.StoreUnavailableException when the keys cannot be read
         */
        public Installation build() {
            return new Installation(this);
        }

        /**
         * What an operator does to an account from another process than the one that serves, and nothing else: no thread
         * is begun. Whether or not browsers are remembered now, series of before end with the account's sessions.
         */
        public Accounts accounts() {
            AuthEventListener hearing = listener.onceCommitted(stores.transactions());
            Sessions sessions =
                    Sessions.builder(stores.sessions(), clock).listener(hearing).build();
            KeyRing keys = new KeyRing(stores.secrets(), tokens, clock);
            RememberMe rememberMe = rememberMe(sessions, keys, hearing).build();
            OwnSessions ending = new OwnSessions(stores.transactions(), sessions, rememberMe);
            return new Accounts(stores.transactions(), stores.users(), ending, clock, hearing);
        }

        /** The same for users: what a command does while a server may be running. */
        public Users users() {
            return new Users(
                    stores.users(),
                    new DistinctNames(stores.users(), lookalikes),
                    accounts(),
                    hasher,
                    tokens,
                    clock,
                    listener.onceCommitted(stores.transactions()));
        }
    }
}
