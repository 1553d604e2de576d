package dev.latchkey.userimport;

import dev.latchkey.foreign.FirebaseHashConfig;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the operator says about a file of users.
 *
 * @param skipsExisting whether users whose username is taken are left out instead of being a problem
 * @param skipsWithoutPassword whether users without a password are left out instead of going in without one
 * @param dropsUnreadable whether users whose hash cannot be verified go in without a password instead of being a problem
 * @param ignored names of fields that are passed over
 * @param renamed names that fields have in the file, and what is meant by them
 * @param firebase the hash parameters of the Firebase project that the file comes from
 */
public record ImportOptions(
        boolean skipsExisting,
        boolean skipsWithoutPassword,
        boolean dropsUnreadable,
        Set<String> ignored,
        Map<String, String> renamed,
        Optional<FirebaseHashConfig> firebase) {
    /** What a field can mean. */
    public static final String MEANINGS = Fields.KNOWN;

    /** Copies the collections. */
    public ImportOptions {
        ignored = Set.copyOf(ignored);
        renamed = Map.copyOf(renamed);
    }

    /** Nothing is left out and nothing passed over. */
    public static ImportOptions strict() {
        return new ImportOptions(false, false, false, Set.of(), Map.of(), Optional.empty());
    }

    /** Whether a field can be renamed to that. */
    public static boolean isMeaning(String name) {
        return Fields.meaning(name).isPresent();
    }
}
