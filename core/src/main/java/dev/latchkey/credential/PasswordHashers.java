package dev.latchkey.credential;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One hasher for today and formats of other products for as long as their hashes are around. Makes only hashes of
 * today; one of another format that matches is {@link Verification#MATCHES_BUT_OUTDATED}, so that logging in replaces
 * it. Thread-safe.
 *
 * <p>Until then a wrong password for such a user takes as long as that format takes, which may differ from what it
 * takes for a name that nobody has. Whoever imports users accepts that for those who have not come back yet.
 */
public final class PasswordHashers implements PasswordHasher {
    private final PasswordHasher current;
    private final List<ForeignPasswordFormat> foreign;

    /**
     * Brings them together.
     *
     * @param current what hashes and what the decoy comes from
     * @param foreign asked in this order which of them reads a hash
     */
    public PasswordHashers(PasswordHasher current, List<ForeignPasswordFormat> foreign) {
        this.current = Objects.requireNonNull(current, "current");
        this.foreign = List.copyOf(foreign);
    }

    @Override
    public PasswordHash hash(Password password) {
        return current.hash(password);
    }

    @Override
    public Verification verify(Password password, PasswordHash hash) {
        Optional<ForeignPasswordFormat> format =
                foreign.stream().filter(candidate -> candidate.reads(hash)).findFirst();
        if (format.isEmpty()) {
            return current.verify(password, hash);
        }
        return format.get().matches(password, hash) ? Verification.MATCHES_BUT_OUTDATED : Verification.DIFFERS;
    }

    @Override
    public PasswordHash decoy() {
        return current.decoy();
    }
}
