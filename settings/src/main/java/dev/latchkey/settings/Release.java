package dev.latchkey.settings;

import java.util.Objects;

/** Which release of the server runs, from the jar that it came in. */
public final class Release {
    private Release() {}

    /** Its number; {@code development} where it came in no jar. */
    public static String name() {
        return Objects.requireNonNullElse(Release.class.getPackage().getImplementationVersion(), "development");
    }
}
