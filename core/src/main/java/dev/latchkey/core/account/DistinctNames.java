package dev.latchkey.core.account;

import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Adds users under names that nobody takes for another user's. Thread-safe.
 *
 * <p>Users come in without a skeleton as well: by import, at a first start, before an upgrade, under an older edition of
 * Unicode's data. So whoever asks first looks at all of those, and later ones cost one look into an index.
 */
public final class DistinctNames {
    private static final int BATCH = 500;

    private final UserStore users;
    private final Lookalikes lookalikes;

    /** Watches over the names in that store. */
    public DistinctNames(UserStore users, Lookalikes lookalikes) {
        this.users = Objects.requireNonNull(users, "users");
        this.lookalikes = Objects.requireNonNull(lookalikes, "lookalikes");
    }

    /**
     * Gives everybody a skeleton of today's edition. Interrupted or overtaken, it is picked up by the next call.
     *
     * @throws dev.latchkey.core.store.StoreUnavailableException when the store cannot answer
     */
    public void prepare() {
        List<User> batch = users.withoutSkeleton(lookalikes.edition(), BATCH);
        while (!batch.isEmpty()) {
            Map<PrincipalId, Skeleton> skeletons = new HashMap<>();
            batch.forEach(user -> skeletons.put(user.id(), skeleton(user.username())));
            users.noteSkeletons(skeletons);
            batch = users.withoutSkeleton(lookalikes.edition(), BATCH);
        }
    }

    /**
     * Adds a user. False, and nothing changed, when the id or the username is taken, or somebody has a username that
     * looks like it.
     */
    public boolean insert(User user) {
        prepare();
        return users.insertDistinct(user, skeleton(user.username()));
    }

    /** Somebody whose username looks like that one, or is it. */
    public Optional<User> lookalike(Username username) {
        prepare();
        return users.find(username).or(() -> users.findBySkeleton(skeleton(username)));
    }

    /** Whether a username is made of what names are made of, in a shape that people may give themselves. */
    boolean accepts(Username username) {
        return UsernameRules.accept(username) && lookalikes.isOrdinary(username);
    }

    /** Whether people would take it for the operator's, in small letters or in capitals. */
    boolean isReserved(Username username) {
        Skeleton skeleton = skeleton(username);
        return UsernameRules.reserved()
                .flatMap(name -> Stream.of(name, name.toUpperCase(Locale.ROOT)))
                .anyMatch(name -> name.equals(username.value())
                        || lookalikes.skeleton(name).equals(skeleton));
    }

    /** Of the present form of a name, also when it is stored under one of before. */
    private Skeleton skeleton(Username username) {
        return lookalikes.skeleton(username.current().value());
    }
}
