package dev.latchkey.server.app;

import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2idHasher;
import dev.latchkey.audit.AuditEntry;
import dev.latchkey.audit.AuditQuery;
import dev.latchkey.audit.AuditTrail;
import dev.latchkey.credential.PasswordHasher;
import dev.latchkey.credential.PasswordHashers;
import dev.latchkey.event.AuthEventListener;
import dev.latchkey.foreign.ForeignHashes;
import dev.latchkey.icu.IcuLookalikes;
import dev.latchkey.jdbc.SqliteDatabase;
import dev.latchkey.login.Accounts;
import dev.latchkey.login.OwnSessions;
import dev.latchkey.registration.CommonPasswords;
import dev.latchkey.registration.DistinctNames;
import dev.latchkey.registration.PasswordRules;
import dev.latchkey.remember.RememberMe;
import dev.latchkey.server.config.LifeSettings;
import dev.latchkey.server.config.Settings;
import dev.latchkey.server.userimport.UserImport;
import dev.latchkey.session.Sessions;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.token.KeyRing;
import dev.latchkey.token.Tokens;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data folder, opened: what the server and the user commands both need. Close it at the end. */
public final class OpenData implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("latchkey.server");
    private static final String DATABASE = "latchkey.db";

    private final SqliteDatabase database;
    private final PasswordHasher hasher;
    private final Tokens tokens = new Tokens();
    private final InstantSource clock;
    private final AuditTrail audit;
    private final DistinctNames names;
    private final PasswordRules passwordRules;
    private final KeyRing keys;

    private OpenData(SqliteDatabase database, PasswordHasher hasher, InstantSource clock, LifeSettings life) {
        this.database = database;
        this.hasher = hasher;
        this.names = new DistinctNames(database.userStore(), new IcuLookalikes());
        this.passwordRules = new PasswordRules(life.minPasswordLength(), CommonPasswords.shipped());
        this.clock = clock;
        this.audit = new AuditTrail(database.auditStore(), clock, life.auditKept());
        this.keys = new KeyRing(database.secretStore(), tokens, clock);
    }

    /**
     * Opens the folder, making it and its database the first time.
     *
     * @throws dev.latchkey.store.StoreUnavailableException when it cannot be opened
     */
    public static OpenData open(Settings settings) {
        return open(settings, systemClock());
    }

    static OpenData open(Settings settings, InstantSource clock) {
        Settings.Hashing hashing = settings.hashing();
        return new OpenData(
                SqliteDatabase.open(settings.data().resolve(DATABASE)),
                new PasswordHashers(
                        new Argon2idHasher(
                                new Argon2Parameters(hashing.memoryKib(), hashing.iterations(), hashing.parallelism())),
                        ForeignHashes.formats()),
                clock,
                settings.life());
    }

    @CompositionRoot
    private static InstantSource systemClock() {
        return Clock.systemUTC();
    }

    /** Users, changed as an operator changes them from another process than the one that serves. */
    public Users users() {
        Sessions sessions =
                Sessions.builder(database.sessionStore(), clock).listener(audit).build();
        // Whether or not the server remembers browsers now, series of before must end.
        RememberMe rememberMe = rememberMe(sessions).listener(audit).build();
        return users(OwnSessions.of(sessions, rememberMe), audit);
    }

    Users users(OwnSessions sessions, AuthEventListener listener) {
        Accounts accounts = new Accounts(database.userStore(), sessions, clock, listener);
        return new Users(database.userStore(), names, accounts, hasher, tokens);
    }

    RememberMe.Builder rememberMe(Sessions sessions) {
        return RememberMe.builder(database.rememberMeStore(), sessions, database.userStore(), keys, clock)
                .tokens(tokens);
    }

    /** Lines of the audit log, latest first. */
    public List<AuditEntry> auditLines(AuditQuery query) {
        return database.auditStore().find(query);
    }

    /** The audit log, to which events are told. */
    AuditTrail audit() {
        return audit;
    }

    /**
     * Reads users of another product from a file and checks them.
     *
     * @param skipsExisting whether users that are there already are left out
     */
    public UserImport readImport(Path file, boolean skipsExisting) {
        return UserImport.read(file, database.userStore(), tokens, skipsExisting);
    }

    /** What a new password must be, whoever sets it. */
    public PasswordRules passwordRules() {
        return passwordRules;
    }

    DistinctNames names() {
        return names;
    }

    /** The keys that cookies and tokens are signed with. */
    KeyRing keys() {
        return keys;
    }

    /** The same keys, as an operator looks after them. */
    public Keys operatorKeys() {
        return new Keys(database.secretStore(), keys);
    }

    SqliteDatabase database() {
        return database;
    }

    PasswordHasher hasher() {
        return hasher;
    }

    Tokens tokens() {
        return tokens;
    }

    /** The clock that everything here is told by. */
    public InstantSource clock() {
        return clock;
    }

    /** Writes out what the audit log still holds back, and closes the database. */
    @Override
    public void close() {
        try {
            audit.flush();
        } catch (StoreUnavailableException e) {
            LOG.error("the last lines of the audit log could not be written: {}", e.getMessage());
        } finally {
            database.close();
        }
    }
}
