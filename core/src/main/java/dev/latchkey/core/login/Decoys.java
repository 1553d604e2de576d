package dev.latchkey.core.login;

import dev.latchkey.core.account.User;
import dev.latchkey.core.account.UserStore;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.token.HmacKey;
import dev.latchkey.core.token.KeyRing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What is verified for a name that nobody has, so that the time of an answer does not tell who exists, also where users'
 * hashes take different times: imported ones, ones of parameters of before (ASVS 5.0 V6.3.8). Thread-safe.
 */
public final class Decoys {
    // Each name that nobody has takes as long as the hash of some user would: which one is drawn from all users' costs,
    // by a keyed hash of the name. So of a thousand such names as many take a cost as of a thousand users do, and the
    // time
    // that one of them takes says as much about its user as about nobody. The same name always draws the same until the
    // users' hashes change, as a user's cost is the same until they log in; and as hashes of before give way to ones of
    // today, so do the draws.
    //
    // Rejected: all names take the dearest cost that there is, or every cost one after the other. One imported user
    // with
    // a dear hash would make every login as slow as theirs, for as long as they stay away.

    private static final String PURPOSE = "login-decoy";
    private static final int PAGE = 500;

    /** Some 10,000 users a call: others wait for the same readers. */
    private static final int PAGES_AT_ONCE = 20;

    private final UserStore users;
    private final PasswordHasher hasher;
    private final HmacKey key;
    private volatile Mix mix = new Mix(List.of(), 0);

    private Map<String, Share> counted = new TreeMap<>();
    private String lastSeen = "";

    /**
     * Draws from the hashes of those users; nobody is looked at before {@link #refresh()}, and until then everything
     * costs what a hash of today does.
     */
    public Decoys(UserStore users, PasswordHasher hasher, KeyRing keys) {
        this.users = Objects.requireNonNull(users, "users");
        this.hasher = Objects.requireNonNull(hasher, "hasher");
        // The oldest: with a new key every name would draw anew, and no user's hash changes then.
        this.key = keys.keyset(PURPOSE).verifying().getLast();
    }

    /** A cost, an example of it, and how many users have it. */
    private record Share(PasswordHash example, long count) {
        Share plus(Share more) {
            return new Share(example, count + more.count);
        }
    }

    /** All shares in the order of their costs' names, which is as good as any that stays. */
    private record Mix(List<Share> shares, long total) {
        static Mix of(Map<String, Share> counted) {
            List<Share> shares = new ArrayList<>(counted.values());
            return new Mix(shares, shares.stream().mapToLong(Share::count).sum());
        }

        /** The example of the share in which that position of 0 to {@code total - 1} lies. */
        PasswordHash at(long position) {
            long left = position;
            for (Share share : shares) {
                if (left < share.count()) {
                    return share.example();
                }
                left -= share.count();
            }
            throw new IllegalArgumentException("beyond the end: " + position);
        }
    }

    /** The hash to verify for a name that nobody has, or whose user has no password. Its verdict counts for nothing. */
    public PasswordHash of(Username username) {
        Mix drawn = mix;
        if (drawn.total() == 0) {
            return hasher.decoy();
        }
        byte[] mac = key.mac("name", username.value().getBytes(StandardCharsets.UTF_8));
        return drawn.at(Math.unsignedMultiplyHigh(ByteBuffer.wrap(mac).getLong(), drawn.total()));
    }

    /**
     * Looks at some more users' hashes. What was seen counts once all were; then it begins anew. To be called when a
     * server starts, until this is true, and now and then.
     *
     * @return whether all were seen
     * @throws dev.latchkey.core.store.StoreUnavailableException when the store cannot answer; what counted before still does
     */
    public synchronized boolean refresh() {
        for (int page = 0; page < PAGES_AT_ONCE; page++) {
            List<User> seen = users.list(lastSeen, PAGE);
            seen.forEach(this::count);
            if (seen.size() < PAGE) {
                mix = Mix.of(counted);
                counted = new TreeMap<>();
                lastSeen = "";
                return true;
            }
            lastSeen = seen.getLast().username().value();
        }
        return false;
    }

    private void count(User user) {
        user.passwordHash().ifPresent(hash -> {
            String cost = hasher.cost(hash);
            // No longer than needed does anything of a user's stay here.
            PasswordHash example = cost.equals(hasher.cost(hasher.decoy())) ? hasher.decoy() : hash;
            counted.merge(cost, new Share(example, 1), Share::plus);
        });
    }
}
