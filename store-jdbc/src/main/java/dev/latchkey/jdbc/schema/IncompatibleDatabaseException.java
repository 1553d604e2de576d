package dev.latchkey.jdbc.schema;

/**
 * A database that this program must not work on: it was made by a release too new or too old. Nothing in it was changed.
 * The message names both versions and says what to do.
 */
public final class IncompatibleDatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private IncompatibleDatabaseException(String message) {
        super(message);
    }

    /** A database too new for this program. */
    public static IncompatibleDatabaseException programTooOld(int database, int oldestProgram, int own) {
        return new IncompatibleDatabaseException("the database has schema " + database
                + ", which only programs that know schema " + oldestProgram + " may open; this one knows schema " + own
                + ": install the release that was used last, or a later one");
    }

    /** A database too old for this program. */
    public static IncompatibleDatabaseException databaseTooOld(int database, int oldestDatabase) {
        return new IncompatibleDatabaseException("the database has schema " + database
                + "; this program takes along databases from schema " + oldestDatabase
                + " on: open it once with a release between the two");
    }
}
