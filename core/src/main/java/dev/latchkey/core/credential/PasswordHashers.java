package dev.latchkey.core.credential;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One hasher for today and formats of other products for as long as their hashes are around. Makes only hashes of
 * today; one of another format that matches is {@link Verification#MATCHES_BUT_OUTDATED}, so that logging in replaces
 * it, unless that format {@linkplain ForeignPasswordFormat#tellsApart cannot tell} the password from others: then the
 * hash stays. Thread-safe.
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
        Optional<ForeignPasswordFormat> format = format(hash);
        if (format.isEmpty()) {
            return current.verify(password, hash);
        }
        if (!format.get().matches(password, hash)) {
            return Verification.DIFFERS;
        }
        return format.get().tellsApart(password, hash) ? Verification.MATCHES_BUT_OUTDATED : Verification.MATCHES;
    }

    private Optional<ForeignPasswordFormat> format(PasswordHash hash) {
        return foreign.stream().filter(candidate -> candidate.reads(hash)).findFirst();
    }

    @Override
    public String cost(PasswordHash hash) {
        return format(hash).map(format -> format.cost(hash)).orElseGet(() -> current.cost(hash));
    }

    @Override
    public PasswordHash decoy() {
        return current.decoy();
    }
}
