package dev.latchkey.server.app;

import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2idHasher;
import dev.latchkey.core.Installation;
import dev.latchkey.core.LoginRules;
import dev.latchkey.core.OperatorKeys;
import dev.latchkey.core.Stores;
import dev.latchkey.core.account.Lookalikes;
import dev.latchkey.core.account.Users;
import dev.latchkey.core.audit.Activity;
import dev.latchkey.core.audit.AuditEntry;
import dev.latchkey.core.audit.AuditQuery;
import dev.latchkey.core.audit.AuditTrail;
import dev.latchkey.core.credential.CommonPasswords;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.core.credential.PasswordHashers;
import dev.latchkey.core.credential.PasswordRules;
import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.event.AuthEventListener;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.token.KeyRing;
import dev.latchkey.core.token.Tokens;
import dev.latchkey.foreign.ForeignHashes;
import dev.latchkey.icu.IcuLookalikes;
import dev.latchkey.settings.Settings;
import dev.latchkey.sqlite.SqliteDatabase;
import dev.latchkey.sqlite.SqliteInspection;
import dev.latchkey.sqlite.SqliteInspection.Finding;
import dev.latchkey.sqlite.SqliteOptions;
import dev.latchkey.userimport.ImportOptions;
import dev.latchkey.userimport.UserImport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The data folder, opened: what the server and the user commands both need. Close it at the end. */
public final class OpenData implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("latchkey.server");
    private static final String ADD_ONE = "; add one: latchkey user add NAME, with the same --data or --config";

    /** Nobody waits for a login behind a command: it may wait longer for its turn, and read more at once. */
    private static final SqliteOptions PATIENT = new SqliteOptions(1, 64, Duration.ofSeconds(15));

    /** How long a start may be held up by a look at a file that was not closed in order. */
    private static final Duration LOOK_FOR = Duration.ofSeconds(10);

    private final SqliteDatabase database;
    private final PasswordHasher hasher;
    private final Tokens tokens = new Tokens();
    private final InstantSource clock;
    private final AuditTrail audit;
    private final Lookalikes lookalikes = new IcuLookalikes();
    private final PasswordRules passwordRules;

    /** Whether there was no database before. */
    private final boolean isNew;

    private OpenData(
            boolean isNew, SqliteDatabase database, PasswordHasher hasher, InstantSource clock, LoginRules rules) {
        this.isNew = isNew;
        this.database = database;
        this.hasher = hasher;
        this.passwordRules = new PasswordRules(rules.minPasswordLength(), CommonPasswords.shipped());
        this.clock = clock;
        this.audit = new AuditTrail(database.auditStore(), clock, rules.auditKept());
    }

    /**
     * Opens the folder for a command, making it and its database the first time.
     *
     * @throws dev.latchkey.core.store.StoreUnavailableException when it cannot be opened
     */
    public static OpenData open(Settings settings) {
        return open(settings, systemClock(), PATIENT);
    }

    /**
     * Opens the folder for a command that has nothing to do where there is no database yet.
     *
     * @throws dev.latchkey.core.store.StoreUnavailableException when it cannot be opened, or there is none
     */
    public static OpenData openExisting(Settings settings) {
        Path file = file(settings);
        if (!SqliteDatabase.exists(file)) {
            throw SqliteDatabase.absent(file);
        }
        return open(settings);
    }

    /**
     * Opens the folder for the server that holds its lock. A database that was not closed in order is looked over first.
     */
    static OpenData openToServe(Settings settings, InstantSource clock) {
        Path file = file(settings);
        if (SqliteDatabase.exists(file)) {
            lookOver(file);
        }
        return open(settings, clock, SqliteOptions.DEFAULT);
    }

    /**
     * Says aloud that nobody can log in. A database that had to be made is told apart: where there was one before, its disk is
     * perhaps not mounted.
     */
    void warnWithoutUsers() {
        if (isNew) {
            LOG.warn("there was no database: a new one was made at {}, without users{}", file(), ADD_ONE);
        } else if (database.userStore().list("", 1).isEmpty()) {
            LOG.warn("the database at {} has no users{}", file(), ADD_ONE);
        }
    }

    private static void lookOver(Path file) {
        switch (SqliteInspection.afterUncleanEnd(file, LOOK_FOR)) {
            case Finding.Sound() -> {}
            case Finding.NotFinished() ->
                LOG.warn(
                        "{} was not closed in order, and is too large to be looked over before the start: nothing wrong"
                                + " was found in {} s; latchkey doctor looks at all of it",
                        file,
                        LOOK_FOR.toSeconds());
            case Finding.Broken(StoreFailure failure) ->
                throw new StoreUnavailableException(failure, new IOException("found before the start"));
        }
    }

    private static OpenData open(Settings settings, InstantSource clock, SqliteOptions options) {
        Settings.Hashing hashing = settings.hashing();
        boolean isNew = !SqliteDatabase.exists(file(settings));
        return new OpenData(
                isNew,
                SqliteDatabase.open(file(settings), options),
                new PasswordHashers(
                        new Argon2idHasher(
                                new Argon2Parameters(hashing.memoryKib(), hashing.iterations(), hashing.parallelism())),
                        ForeignHashes.formats()),
                clock,
                settings.rules());
    }

    /** Where the database of these settings lies, or would. */
    public static Path file(Settings settings) {
        return settings.database();
    }

    /** The database's absolute path. */
    public Path file() {
        return database.file();
    }

    @CompositionRoot
    static InstantSource systemClock() {
        return Clock.systemUTC();
    }

    /** Users, changed as an operator changes them from another process than the one that serves. */
    public Users users() {
        return Installation.builder(stores(), hasher, clock)
                .tokens(tokens)
                .listener(operated())
                .lookalikes(lookalikes)
                .users();
    }

    /** Hears what whoever runs this process does. */
    private AuthEventListener operated() {
        return audit.onBehalfOf(Operator.ofThisProcess());
    }

    /** Everything that is kept. */
    Stores stores() {
        return database.stores();
    }

    /** Lines of the audit log, latest first. */
    public List<AuditEntry> auditLines(AuditQuery query) {
        return database.auditStore().find(query);
    }

    /**
     * Reads users of another product from a file and checks them.
     *
     * @param options what the operator says about the file
     */
    public UserImport readImport(Path file, ImportOptions options) {
        return UserImport.read(file, database.userStore(), tokens, options);
    }

    /**
     * Adds all users of an import, and the audit log's lines that tell so, in one transaction.
     *
     * @return false, and nothing changed, when a username or id was taken since the file was read
     */
    public boolean apply(UserImport users) {
        String operator = Operator.ofThisProcess();
        Instant now = clock.instant();
        List<AuditEntry> lines = users.ready().stream()
                .flatMap(user -> AuditEntry.of(new AuthEvent.UserImported(now, user.id())).stream())
                .map(line -> line.doneBy(operator))
                .toList();
        return database.transactions().together(() -> {
            boolean isDone = users.apply();
            if (isDone) {
                database.auditStore().append(lines);
            }
            return isDone;
        });
    }

    /** Notes in the audit log what whoever runs this process did. */
    public void note(Function<Instant, AuthEvent> event) {
        operated().on(event.apply(clock.instant()));
    }

    /** What the audit log tells of a user. */
    public Activity activity(PrincipalId user) {
        return Activity.of(user, database.auditStore());
    }

    /** What a new password must be, whoever sets it. */
    public PasswordRules passwordRules() {
        return passwordRules;
    }

    /** Which names look like one another. */
    Lookalikes lookalikes() {
        return lookalikes;
    }

    /** The keys that cookies and tokens are signed with, as an operator looks after them. */
    public OperatorKeys operatorKeys() {
        KeyRing ring = new KeyRing(database.secretStore(), tokens, clock);
        return new OperatorKeys(database.secretStore(), ring, clock, operated());
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

    /** Writes out what the audit log of a command still holds back, and closes the database. */
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
