package dev.latchkey.sqlite;

import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Puts what SQLite or the file system says about one database into words a person can act on. */
final class Diagnosis {
    private final Path file;

    Diagnosis(Path file) {
        this.file = file.toAbsolutePath().normalize();
    }

    /** The database's absolute path. */
    Path file() {
        return file;
    }

    /** What a caller is told: trouble of the store as such, and what the caller's own work threw as it is. */
    RuntimeException exception(Throwable thrown) {
        return switch (thrown) {
            case SQLException sql -> new StoreUnavailableException(of(sql), sql);
            case IOException io -> new StoreUnavailableException(of(io), io);
            case RuntimeException own -> own;
            default ->
                new StoreUnavailableException(
                        failure(
                                Cause.OTHER,
                                "the program itself failed while it worked on it ("
                                        + thrown.getClass().getSimpleName() + ")",
                                "look at the process's memory and its log, and restart it"),
                        thrown);
        };
    }

    StoreFailure of(IOException thrown) {
        String said = String.valueOf(thrown.getMessage()).toLowerCase(Locale.ROOT);
        if (thrown instanceof AccessDeniedException) {
            return forbidden("the file system");
        }
        if (thrown instanceof FileAlreadyExistsException) {
            return failure(Cause.NOT_A_DATABASE, "it is not a file", "name a folder in which the database may lie");
        }
        if (said.contains("read-only file system")) {
            return readOnly("the file system");
        }
        if (said.contains("no space left")) {
            return full("the file system");
        }
        return ioError(thrown.getClass().getSimpleName() + ": " + thrown.getMessage());
    }

    StoreFailure of(SQLException thrown) {
        SQLiteErrorCode code =
                thrown instanceof SQLiteException sqlite ? sqlite.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
        // A code such as SQLITE_IOERR_FSYNC is one of the family that its low byte names.
        return switch (SQLiteErrorCode.getErrorCode(code.code & 0xff)) {
            case SQLITE_FULL -> full(code.name());
            case SQLITE_READONLY ->
                code == SQLiteErrorCode.SQLITE_READONLY_DBMOVED ? gone("it was moved away") : readOnly(code.name());
            case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH -> forbidden(code.name());
            case SQLITE_IOERR -> ioError(code.name());
            case SQLITE_NOTADB ->
                failure(
                        Cause.NOT_A_DATABASE,
                        "what is in this file is no SQLite database (" + code.name() + ")",
                        restoring("move it away"));
            case SQLITE_CORRUPT -> corrupt(code.name());
            case SQLITE_BUSY, SQLITE_LOCKED -> locked(code.name());
            default -> unnamed(thrown, code);
        };
    }

    private StoreFailure unnamed(SQLException thrown, SQLiteErrorCode code) {
        String said = String.valueOf(thrown.getMessage());
        int table = said.indexOf("no such table: ");
        if (table >= 0) {
            String name = said.substring(table + "no such table: ".length()).replaceAll("[^A-Za-z0-9_.].*", "");
            return failure(
                    Cause.MISSING_TABLE,
                    "the table " + name + " is not in it, though this release made it or needs it",
                    restoring("do not make the table by hand"));
        }
        return failure(
                Cause.OTHER,
                "SQLite did not do what was asked (" + code.name() + ")",
                "latchkey doctor checks the file; when it finds nothing, this is a fault of the program: please report it");
    }

    StoreFailure full(String code) {
        return failure(
                Cause.FULL,
                "no room is left on its file system (" + code + ")",
                "free some, for example by moving old backups away; it goes on by itself then");
    }

    private StoreFailure readOnly(String code) {
        return failure(
                Cause.READ_ONLY,
                "it may be read and not written (" + code + ") by the account " + account(),
                "give file and folder to that account, and look whether the file system is mounted read-only");
    }

    private StoreFailure forbidden(String code) {
        return failure(
                Cause.FORBIDDEN,
                "the account " + account() + " may not open it (" + code + ")",
                "give the folder to the account that runs the server, with mode 700, and run this as that account");
    }

    private StoreFailure ioError(String code) {
        return failure(
                Cause.IO_ERROR,
                "the disk or its file system reports an error (" + code + ")",
                "look at the system's log and at the disk; put a backup onto a healthy one with latchkey restore");
    }

    StoreFailure corrupt(String code) {
        return failure(
                Cause.CORRUPT,
                "the file is damaged (" + code + ")",
                restoring("keep a copy of file, -wal and -shm for whoever wants to know why"));
    }

    private StoreFailure locked(String code) {
        String holder = LockHolder.of(file)
                .map(pid -> "process " + pid + " holds it for writing")
                .orElse("another process or a long write holds it for writing");
        return failure(
                Cause.LOCKED,
                holder + " (" + code + ")",
                "let that process finish or end it; it goes on by itself then");
    }

    StoreFailure gone(String reason) {
        return failure(
                Cause.GONE,
                reason + " while it was in use",
                "stop the server; put the file back, or a backup with latchkey restore; and start again");
    }

    StoreFailure foreign() {
        return failure(
                Cause.NOT_A_DATABASE,
                "it is a database, and none of Latchkey: its tables are not there",
                "name the folder or file of a Latchkey database");
    }

    StoreFailure absent() {
        return failure(
                Cause.ABSENT,
                "there is no database",
                "name the folder that the server has, with --data or --config; latchkey serve and latchkey user add"
                        + " make a new one");
    }

    StoreFailure timeout(String waited) {
        return failure(
                Cause.TIMEOUT,
                "no answer came within " + waited,
                "look at the disk's load, and at what else works on the file; it goes on by itself then");
    }

    StoreFailure busy(int waiting) {
        return failure(
                Cause.BUSY,
                waiting + " tasks are waiting for it already",
                "look at the disk's load; it goes on by itself then");
    }

    StoreFailure closed() {
        return failure(Cause.CLOSED, "it was closed", "start the program again");
    }

    private String restoring(String before) {
        return "stop the server, " + before + ", and put a backup in place with latchkey restore";
    }

    private StoreFailure failure(Cause cause, String reason, String cure) {
        return new StoreFailure(cause, "database", file.toString(), reason, cure);
    }

    private static String account() {
        return System.getProperty("user.name", "that runs this");
    }
}
