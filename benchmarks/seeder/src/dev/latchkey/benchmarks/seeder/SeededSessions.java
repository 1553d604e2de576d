package dev.latchkey.benchmarks.seeder;

import dev.latchkey.argon2.Argon2idHasher;
import dev.latchkey.core.account.User;
import dev.latchkey.core.account.UserStore;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.principal.Principal;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.Sessions;
import dev.latchkey.sqlite.SqliteDatabase;
import dev.latchkey.sqlite.SqliteOptions;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Sessions as logins leave them, without hashing a password for each: {@link Sessions#issue} on the real store. Many ask
 * at once, because the store commits all that wait together.
 */
final class SeededSessions {
    static final String PASSWORD = "correct horse battery staple";

    private static final int USERS = 1000;
    private static final int AT_ONCE = 512;
    private static final String DISABLED = "disabled";

    private SeededSessions() {}

    static String fill(String data, int count, String cookieFile, Duration age)
            throws IOException, InterruptedException {
        Path file = Path.of(data, "latchkey.db");
        long began = System.nanoTime();
        var patient = new SqliteOptions(1, 2 * AT_ONCE, Duration.ofMinutes(2));
        try (SqliteDatabase database = SqliteDatabase.open(file, patient)) {
            List<Principal> principals = users(database.userStore());
            Sessions sessions = Sessions.builder(
                            database.sessionStore(), Clock.offset(Clock.systemUTC(), age.negated()))
                    .build();
            issueAll(sessions, principals, count, Path.of(cookieFile));
        }
        return String.format(
                Locale.ROOT,
                "{\"sessions\":%d,\"millis\":%d,\"databaseBytes\":%d}",
                count,
                (System.nanoTime() - began) / 1_000_000,
                size(file));
    }

    /** {@code user0} and on, all with one password, and one user who is shut out; those of an earlier filling stay. */
    private static List<Principal> users(UserStore store) {
        PasswordHash hash = new Argon2idHasher().hash(Password.parse(PASSWORD).orElseThrow());
        add(store, DISABLED, "Nobody", hash, true);
        List<Principal> principals = new ArrayList<>();
        for (int i = 0; i < USERS; i++) {
            principals.add(add(store, "user" + i, "Jane Doe", hash, false));
        }
        return principals;
    }

    private static Principal add(UserStore store, String typed, String name, PasswordHash hash, boolean isDisabled) {
        Username username = Username.parse(typed).orElseThrow();
        store.insert(new User(new PrincipalId("bench-" + typed), username, name, hash, isDisabled));
        return store.find(username).orElseThrow().principal();
    }

    private static void issueAll(Sessions sessions, List<Principal> principals, int count, Path cookieFile)
            throws IOException, InterruptedException {
        var next = new AtomicInteger();
        var failure = new ArrayList<Throwable>();
        try (BufferedWriter cookies = Files.newBufferedWriter(cookieFile)) {
            List<Thread> workers = new ArrayList<>();
            for (int worker = 0; worker < Math.min(AT_ONCE, count); worker++) {
                workers.add(Thread.startVirtualThread(() -> {
                    try {
                        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                            String value = sessions.issue(principals.get(i % principals.size()))
                                    .token()
                                    .cookieValue();
                            cookies.write("latchkey=" + value + "\n"); // a BufferedWriter locks by itself
                        }
                    } catch (IOException | RuntimeException e) {
                        synchronized (failure) {
                            failure.add(e);
                        }
                    }
                }));
            }
            for (Thread worker : workers) {
                worker.join();
            }
        }
        if (!failure.isEmpty()) {
            throw new IOException("filling stopped", failure.getFirst());
        }
    }

    /** The file with its write-ahead log, which closing has emptied into it. */
    private static long size(Path file) throws IOException {
        try (Stream<Path> parts = Files.list(file.toAbsolutePath().getParent())) {
            return parts.filter(part -> part.getFileName().toString().startsWith("latchkey.db"))
                    .mapToLong(part -> part.toFile().length())
                    .sum();
        }
    }
}
