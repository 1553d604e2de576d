package dev.latchkey.foreign;

import dev.latchkey.core.credential.ForeignPasswordFormat;
import dev.latchkey.core.credential.PasswordHash;
import java.util.List;
import java.util.Optional;

/** Every format of another product that is understood. Thread-safe. */
public final class ForeignHashes {
    private static final int MAX_LENGTH = 512;
    private static final List<Format> FORMATS = List.of(
            new Werkzeug(),
            new Django(),
            new Bcrypt(),
            new AspNetIdentity(),
            new Argon2(),
            new PhcString(),
            new WordPress(),
            new Spring(),
            new FirebaseScrypt(),
            new NodeScrypt(),
            new SaltedDigest());

    private ForeignHashes() {}

    /** For {@link dev.latchkey.core.credential.PasswordHashers}. */
    public static List<ForeignPasswordFormat> formats() {
        return List.copyOf(FORMATS);
    }

    /**
     * What to keep of a hash as another product stored it: the same in a spelling that names its format. What is
     * recognised is what can be verified: the text to keep was taken apart as a login will. Digests without a slow
     * function are put behind one, which takes a moment each.
     *
     * @param exported the text of that product's column or field
     */
    public static Recognition recognise(String exported) {
        if (exported.length() > MAX_LENGTH) {
            return new Recognition.Unknown("has more than " + MAX_LENGTH + " characters");
        }
        for (Format format : FORMATS) {
            Optional<String> stored = format.stored(exported);
            if (stored.isPresent()) {
                return recognise(format, stored.get());
            }
        }
        return new Recognition.Unknown(Unreadable.describe(exported));
    }

    private static Recognition recognise(Format format, String stored) {
        PasswordHash hash = new PasswordHash(stored);
        return switch (format.read(stored)) {
            case Reading.Whole whole ->
                stored.length() <= MAX_LENGTH && format.reads(hash)
                        ? new Recognition.Recognised(format.name(), hash)
                        : new Recognition.Damaged(format.name(), "text is longer than any such hash");
            case Reading.TooCostly(String demand) -> new Recognition.TooCostly(format.name(), demand);
            case Reading.Unsupported(String function) -> new Recognition.Unsupported(format.name(), function);
            case Reading.Damaged(String why) -> new Recognition.Damaged(format.name(), why);
        };
    }

    /** What an exported hash turned out to be. */
    public sealed interface Recognition {
        /**
         * A hash that can be verified.
         *
         * @param format what made it, for a report
         */
        record Recognised(String format, PasswordHash hash) implements Recognition {}

        /**
         * A hash of a known format that is not whole.
         *
         * @param why what is wrong, to follow "its"; nothing secret
         */
        record Damaged(String format, String why) implements Recognition {}

        /**
         * A hash of a known format that asks for more than a login may take.
         *
         * @param demand what it asks for and how much there may be, to follow "it asks for"
         */
        record TooCostly(String format, String demand) implements Recognition {}

        /**
         * A hash of a known format by a function that is not computed here.
         *
         * @param function what it asks for, as the format spells it: a few visible characters
         */
        record Unsupported(String format, String function) implements Recognition {}

        /**
         * Nothing that can be verified.
         *
         * @param what what it seems to be instead, to follow "it"; nothing secret
         */
        record Unknown(String what) implements Recognition {}
    }
}
