package dev.latchkey.foreign;

import dev.latchkey.credential.ForeignPasswordFormat;
import dev.latchkey.credential.PasswordHash;
import java.util.List;
import java.util.Optional;

/** Every format of another product that is understood. Thread-safe. */
public final class ForeignHashes {
    private static final int MAX_LENGTH = 512;
    private static final List<Format> FORMATS =
            List.of(new Werkzeug(), new Django(), new Bcrypt(), new AspNetIdentity(), new Argon2());

    private ForeignHashes() {}

    /** For {@link dev.latchkey.credential.PasswordHashers}. */
    public static List<ForeignPasswordFormat> formats() {
        return List.copyOf(FORMATS);
    }

    /**
     * What to keep of a hash as another product stored it: the same in a spelling that names its format.
     *
     * @param exported the text of that product's column or field
     */
    public static Recognition recognise(String exported) {
        if (exported.length() > MAX_LENGTH) {
            return new Recognition.Unknown();
        }
        for (Format format : FORMATS) {
            Optional<String> stored = format.stored(exported);
            if (stored.isPresent()) {
                return recognise(format, stored.get());
            }
        }
        return new Recognition.Unknown();
    }

    private static Recognition recognise(Format format, String stored) {
        if (format.derivation(stored).isPresent()) {
            return new Recognition.Recognised(format.name(), new PasswordHash(stored));
        }
        return format.unsupported(stored)
                .<Recognition>map(what -> new Recognition.Unsupported(format.name(), what))
                .orElseGet(() -> new Recognition.Unusable(format.name()));
    }

    /** What an exported hash turned out to be. */
    public sealed interface Recognition {
        /**
         * A hash that can be verified.
         *
         * @param format what made it, for a report
         */
        record Recognised(String format, PasswordHash hash) implements Recognition {}

        /** A hash of a known format that is damaged, or whose cost is beyond what a login may take. */
        record Unusable(String format) implements Recognition {}

        /**
         * A hash of a known format by a function that is not computed here.
         *
         * @param function what it asks for, as the format spells it: a few visible characters
         */
        record Unsupported(String format, String function) implements Recognition {}

        /** Nothing that is understood. */
        record Unknown() implements Recognition {}
    }
}
