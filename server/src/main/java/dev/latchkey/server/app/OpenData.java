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
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.token.KeyRing;
import dev.latchkey.core.token.Tokens;
import dev.latchkey.database.Database;
import dev.latchkey.database.Migration;
import dev.latchkey.database.PostgresqlExamination;
import dev.latchkey.database.SharedDatabase;
import dev.latchkey.foreign.ForeignHashes;
import dev.latchkey.http.setting.Finding;
import dev.latchkey.icu.IcuLookalikes;
import dev.latchkey.jdbc.NodeStanding;
import dev.latchkey.settings.Settings;
import dev.latchkey.userimport.ImportOptions;
import dev.latchkey.userimport.UserImport;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that is kept, opened: what the server and the user commands both need. Close it at the end. */
public final class OpenData implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("latchkey.server");
    private static final String ADD_ONE =
            "; add one: latchkey user add NAME, with the same --data, --store or --config";

    private final Database database;
    private final PasswordHasher hasher;
    private final Tokens tokens = new Tokens();
    private final AuditTrail audit;
    private final Lookalikes lookalikes = new IcuLookalikes();
    private final PasswordRules passwordRules;

    private OpenData(Settings settings, Database database) {
        Settings.Hashing hashing = settings.hashing();
        LoginRules rules = settings.rules();
        this.database = database;
        this.hasher = new PasswordHashers(
                new Argon2idHasher(
                        new Argon2Parameters(hashing.memoryKib(), hashing.iterations(), hashing.parallelism())),
                ForeignHashes.formats());
        this.passwordRules = new PasswordRules(rules.minPasswordLength(), CommonPasswords.shipped());
        this.audit = new AuditTrail(database.stores().audit(), database.clock(), rules.auditKept());
    }

    /**
     * Opens the data for a command, making the database and its tables the first time.
     *
     * @throws dev.latchkey.core.store.StoreUnavailableException when it cannot be opened
     */
    public static OpenData open(Settings settings) {
        return new OpenData(settings, Database.open(settings, systemClock()));
    }

    /**
     * Opens the data for a command that has nothing to do where there is none yet.
     *
     * @throws dev.latchkey.core.store.StoreUnavailableException when it cannot be opened, or there is none
     */
    public static OpenData openExisting(Settings settings) {
        return new OpenData(settings, Database.openExisting(settings, systemClock()));
    }

    /** Opens the data for a server. */
    static OpenData openToServe(Settings settings, InstantSource clock) {
        return new OpenData(settings, Database.openToServe(settings, clock));
    }

    /**
     * Says aloud that nobody can log in. A database that had to be made is told apart: where there was one before, its disk is
     * perhaps not mounted.
     */
    void warnWithoutUsers() {
        if (database.isNew()) {
            LOG.warn("there was no database: a new one was made at {}, without users{}", where(), ADD_ONE);
        } else if (database.stores().users().list("", 1).isEmpty()) {
            LOG.warn("the database at {} has no users{}", where(), ADD_ONE);
        }
    }

    /** Where the database of these settings lies, or would. */
    public static Path file(Settings settings) {
        return settings.database();
    }

    /** Which database it is, for people. */
    public String where() {
        return database.where();
    }

    /** Whether there was nothing in it before. */
    public boolean isNew() {
        return database.isNew();
    }

    /** Which servers share it, and how far each is; empty for a database that one server has to itself. */
    public Optional<List<NodeStanding>> nodes() {
        return database instanceof SharedDatabase shared ? Optional.of(shared.nodes()) : Optional.empty();
    }

    /** What there is to say of a database that several servers share, without changing anything in it. */
    public static List<Finding> examine(Settings.Postgresql settings) {
        return PostgresqlExamination.of(settings, systemClock());
    }

    /**
     * Takes everything from the file of these settings into their PostgreSQL database.
     *
     * @throws dev.latchkey.core.store.StoreUnavailableException when that cannot be done, with the reason and the cure
     */
    public static void migrate(Settings settings, boolean isDry, Consumer<Migration.Part> progress) {
        Migration.run(settings, systemClock(), isDry, progress);
    }

    @CompositionRoot
    static InstantSource systemClock() {
        return Clock.systemUTC();
    }

    /** Users, changed as an operator changes them from another process than the one that serves. */
    public Users users() {
        return Installation.builder(stores(), hasher, clock())
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
        return database.stores().audit().find(query);
    }

    /**
     * Reads users of another product from a file and checks them.
     *
     * @param options what the operator says about the file
     */
    public UserImport readImport(Path file, ImportOptions options) {
        return UserImport.read(file, database.stores().users(), tokens, options);
    }

    /**
     * Adds all users of an import, and the audit log's lines that tell so, in one transaction.
     *
     * @return false, and nothing changed, when a username or id was taken since the file was read
     */
    public boolean apply(UserImport users) {
        String operator = Operator.ofThisProcess();
        Instant now = clock().instant();
        List<AuditEntry> lines = users.ready().stream()
                .flatMap(user -> AuditEntry.of(new AuthEvent.UserImported(now, user.id())).stream())
                .map(line -> line.doneBy(operator))
                .toList();
        return database.stores().transactions().together(() -> {
            boolean isDone = users.apply();
            if (isDone) {
                database.stores().audit().append(lines);
            }
            return isDone;
        });
    }

    /** Notes in the audit log what whoever runs this process did. */
    public void note(Function<Instant, AuthEvent> event) {
        operated().on(event.apply(clock().instant()));
    }

    /** What the audit log tells of a user. */
    public Activity activity(PrincipalId user) {
        return Activity.of(user, database.stores().audit());
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
        KeyRing ring = new KeyRing(database.stores().secrets(), tokens, clock());
        return new OperatorKeys(database.stores().secrets(), ring, clock(), operated());
    }

    Database database() {
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
        return database.clock();
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
