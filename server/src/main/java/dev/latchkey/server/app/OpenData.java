package dev.latchkey.server.app;

import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2idHasher;
import dev.latchkey.credential.PasswordHasher;
import dev.latchkey.credential.PasswordHashers;
import dev.latchkey.foreign.ForeignHashes;
import dev.latchkey.jdbc.SqliteDatabase;
import dev.latchkey.server.config.Settings;
import dev.latchkey.server.userimport.UserImport;
import dev.latchkey.token.Tokens;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;

/** The data folder, opened: what the server and the user commands both need. Close it at the end. */
public final class OpenData implements AutoCloseable {
    private static final String DATABASE = "latchkey.db";

    private final SqliteDatabase database;
    private final PasswordHasher hasher;
    private final Tokens tokens = new Tokens();
    private final InstantSource clock = systemClock();

    private OpenData(SqliteDatabase database, PasswordHasher hasher) {
        this.database = database;
        this.hasher = hasher;
    }

    /**
     * Opens the folder, making it and its database the first time.
     *
     * @throws dev.latchkey.store.StoreUnavailableException when it cannot be opened
     */
    public static OpenData open(Settings settings) {
        Settings.Hashing hashing = settings.hashing();
        return new OpenData(
                SqliteDatabase.open(settings.data().resolve(DATABASE)),
                new PasswordHashers(
                        new Argon2idHasher(
                                new Argon2Parameters(hashing.memoryKib(), hashing.iterations(), hashing.parallelism())),
                        ForeignHashes.formats()));
    }

    @CompositionRoot
    private static InstantSource systemClock() {
        return Clock.systemUTC();
    }

    /** Users, changed as an operator changes them. */
    public Users users() {
        return new Users(database.userStore(), database.sessionStore(), hasher, tokens, clock);
    }

    /**
     * Reads users of another product from a file and checks them.
     *
     * @param skipsExisting whether users that are there already are left out
     */
    public UserImport readImport(Path file, boolean skipsExisting) {
        return UserImport.read(file, database.userStore(), tokens, skipsExisting);
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

    InstantSource clock() {
        return clock;
    }

    @Override
    public void close() {
        database.close();
    }
}
