package dev.latchkey.redis;

import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Puts what a server says into words a person can act on. Its own message may quote values and is not repeated. */
final class Diagnosis {
    private final String where;
    private final Map<Cause, LongAdder> told = new EnumMap<>(Cause.class);

    /** Of the servers that people are told of like that. */
    Diagnosis(String where) {
        this.where = where;
        for (Cause cause : Cause.values()) {
            told.put(cause, new LongAdder());
        }
    }

    /** How often a caller was told of that cause. */
    long failures(Cause cause) {
        return Objects.requireNonNull(told.get(cause)).sum();
    }

    String where() {
        return where;
    }

    StoreUnavailableException exception(Throwable thrown) {
        return thrown instanceof StoreUnavailableException known ? known : exception(of(thrown), thrown);
    }

    StoreUnavailableException exception(StoreFailure failure, Throwable thrown) {
        Objects.requireNonNull(told.get(failure.cause())).increment();
        return new StoreUnavailableException(failure, thrown);
    }

    StoreFailure of(Throwable thrown) {
        if (thrown instanceof TimeoutException) {
            return failure(
                    Cause.TIMEOUT,
                    "no answer came in time",
                    "look at its load, and whether it can be reached from here");
        }
        RedisCommandExecutionException answer = answer(thrown);
        return answer == null ? unreachable() : said(String.valueOf(answer.getMessage()));
    }

    /** What the server answered; null when it is not known that it did. */
    static @Nullable RedisCommandExecutionException answer(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof RedisCommandExecutionException answer) {
                return answer;
            }
        }
        return null;
    }

    /** Whether a server says so of what it did not even begin. */
    static boolean isRefusal(RedisCommandExecutionException answer) {
        return isAnyOf(
                String.valueOf(answer.getMessage()),
                "NOSCRIPT",
                "MOVED",
                "ASK",
                "CLUSTERDOWN",
                "TRYAGAIN",
                "LOADING",
                "MASTERDOWN",
                "READONLY",
                "NOAUTH",
                "WRONGPASS",
                "NOREPLICAS",
                "BUSY",
                "MISCONF",
                "OOM");
    }

    /** A script that fails says what its command met, somewhere in its message. */
    static boolean isAnyOf(String message, String... codes) {
        for (String code : codes) {
            if (message.startsWith(code + " ")
                    || message.contains(": " + code + " ")
                    || message.contains("-" + code + " ")) {
                return true;
            }
        }
        return false;
    }

    private StoreFailure said(String message) {
        if (isAnyOf(message, "NOAUTH", "WRONGPASS") || message.contains("AUTH ")) {
            return failure(
                    Cause.FORBIDDEN,
                    "it knows no such account with that password, or wants one",
                    "look at the user and the password, and at its acl list and requirepass");
        }
        if (isAnyOf(message, "NOPERM")) {
            return failure(
                    Cause.FORBIDDEN,
                    "the account may not do that there",
                    "let it run scripts, INFO, WAIT and CLUSTER SLOTS, and use the keys latchkey:*: acl setuser USER"
                            + " ~latchkey:* +@all -@admin +info +wait +cluster|slots");
        }
        if (isAnyOf(message, "READONLY", "MASTERDOWN")) {
            return failure(
                    Cause.READ_ONLY,
                    "it is a replica",
                    "name the master, or all servers of the cluster, or the sentinels");
        }
        if (isAnyOf(message, "OOM")) {
            return failure(
                    Cause.FULL, "it uses as much memory as it may", "raise its maxmemory; it goes on by itself then");
        }
        if (isAnyOf(message, "MISCONF")) {
            return failure(Cause.IO_ERROR, "it cannot write to its disk", "look at its log and disk");
        }
        if (isAnyOf(message, "NOREPLICAS")) {
            return unacknowledged();
        }
        if (isAnyOf(message, "LOADING", "BUSY", "CLUSTERDOWN", "TRYAGAIN", "ASK", "MOVED")) {
            return failure(
                    Cause.BUSY,
                    "it starts, moves a slot, has no majority, or runs a long script",
                    "wait; if it stays so, look at its log and at CLUSTER INFO");
        }
        return failure(Cause.OTHER, "it did not do what was asked", "look at its log, and at INFO errorstats");
    }

    private StoreFailure unreachable() {
        return failure(
                Cause.UNREACHABLE,
                "it cannot be reached, or ended the connection",
                "look whether it is up and may be reached from here, by which port, and with TLS or without; it goes on by"
                        + " itself then");
    }

    /** No replica has what was written. */
    StoreFailure unacknowledged() {
        return failure(
                Cause.UNREACHABLE,
                "too few of its replicas have what was written, so a failover could undo it",
                "look at INFO replication of the master; where no replica is to be waited for: replicas(0)");
    }

    StoreFailure failure(Cause cause, String reason, String cure) {
        return new StoreFailure(cause, "Redis", where, reason, cure);
    }
}
