package dev.latchkey.core.throttle;

import dev.latchkey.core.principal.PrincipalId;
import java.util.Objects;

/**
 * An account as it stands: what a device cookie is bound to. A name that was deleted and given away again is another
 * account, and one whose credential changed is in another epoch.
 *
 * @param id whose it is
 * @param credentialEpoch how often the credential changed or was reset, or its owner was shut out; 0 or more
 */
public record Account(PrincipalId id, int credentialEpoch) {
    private static final Account NOBODY = new Account(new PrincipalId("-".repeat(22)), 0);

    /** What a name stands for that nobody has. Comparing with it takes the same time. */
    public static Account nobody() {
        return NOBODY;
    }

    /** Refuses a missing id. */
    public Account {
        Objects.requireNonNull(id, "id");
    }
}
