package dev.latchkey.benchmarks.seeder;

import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.argon2.Argon2idHasher;
import dev.latchkey.core.account.User;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.core.credential.PasswordHashers;
import dev.latchkey.core.login.Decoys;
import dev.latchkey.core.memory.MemorySecretStore;
import dev.latchkey.core.memory.MemoryUserStore;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.token.KeyRing;
import dev.latchkey.core.token.Tokens;
import dev.latchkey.foreign.ForeignHashes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * How long it takes to refuse a wrong password for names that somebody has and names that nobody has, where the users'
 * hashes are of three costs: three in ten of today, two of parameters of
 * before, half of them imported. With reduced parameters.
 */
final class MixedHashes {
    private static final int USERS = 3000;
    private static final int WARM_UP = 500;
    private static final Password WRONG =
            Password.parse("a wrong horse battery staple").orElseThrow();

    private MixedHashes() {}

    static String measure(int samples) {
        PasswordHasher today = new Argon2idHasher(new Argon2Parameters(1024, 2, 1));
        PasswordHasher hasher = new PasswordHashers(today, ForeignHashes.formats());
        MemoryUserStore users = population(today);
        Decoys decoys =
                new Decoys(users, hasher, new KeyRing(new MemorySecretStore(), new Tokens(), Clock.systemUTC()));
        while (!decoys.refresh()) {
            // As many calls as it takes.
        }
        List<Double> known = new ArrayList<>();
        List<Double> unknown = new ArrayList<>();
        List<Double> oneDecoy = new ArrayList<>();
        Random random = new Random(1);
        for (int i = -WARM_UP; i < samples; i++) {
            PasswordHash theirs = users.find(new PrincipalId("id-" + random.nextInt(USERS)))
                    .flatMap(User::passwordHash)
                    .orElseThrow();
            PasswordHash drawn =
                    decoys.of(Username.parse("nobody-" + random.nextInt()).orElseThrow());
            List<Runnable> turns = new ArrayList<>(List.of(
                    turn(hasher, theirs, known, i), turn(hasher, drawn, unknown, i), turn(hasher, today.decoy(), oneDecoy, i)));
            // A fixed order would show what the one before left behind.
            Collections.shuffle(turns, random);
            turns.forEach(Runnable::run);
        }
        return "{\"known\":" + json(known) + ",\"unknown\":" + json(unknown) + ",\"oneDecoy\":" + json(oneDecoy) + "}";
    }

    private static Runnable turn(PasswordHasher hasher, PasswordHash hash, List<Double> millis, int round) {
        return () -> {
            long began = System.nanoTime();
            hasher.verify(WRONG, hash);
            if (round >= 0) {
                millis.add((System.nanoTime() - began) / 1e6);
            }
        };
    }

    private static MemoryUserStore population(PasswordHasher today) {
        PasswordHash current = today.hash(Password.parse("somebody's password").orElseThrow());
        PasswordHash before = new Argon2idHasher(new Argon2Parameters(1024, 1, 1))
                .hash(Password.parse("somebody's password").orElseThrow());
        PasswordHash imported = new PasswordHash("pbkdf2:sha256:20000$salt$" + HexFormat.of().formatHex(new byte[32]));
        MemoryUserStore users = new MemoryUserStore();
        List<User> all = new ArrayList<>();
        for (int i = 0; i < USERS; i++) {
            PasswordHash hash = i % 10 < 3 ? current : i % 10 < 5 ? before : imported;
            all.add(new User(
                    new PrincipalId("id-" + i), Username.parse("user" + i).orElseThrow(), "User", hash, false));
        }
        all.forEach(users::insert);
        return users;
    }

    private static String json(List<Double> millis) {
        return millis.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }
}
