package dev.latchkey.redis;

import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way to one server. Connections that broke are made anew by the next who asks and never repeat a command by
 * themselves: it may have been done. After a try in vain nobody tries for a pause, and all are told at once. Thread-safe.
 */
final class Link {
    private static final long PAUSE_NANOS = Duration.ofMillis(250).toNanos();

    /** A program that starts has much to load. */
    private static final Duration PATIENCE_AT_FIRST = Duration.ofSeconds(10);

    private static final int TRIES_TO_HEAR = 3;

    private final RedisClient client;
    private final RedisURI uri;
    private final Diagnosis diagnosis;
    private final Duration timeout;
    private final LongSupplier nanos;
    private final ReentrantLock dialling = new ReentrantLock();
    private volatile @Nullable Open current;
    private @Nullable StoreUnavailableException met;
    private long metAt;
    private volatile boolean isClosed;

    Link(RedisClient client, RedisURI uri, Diagnosis diagnosis, Duration timeout, LongSupplier nanos) {
        this.client = client;
        this.uri = uri;
        uri.setTimeout(timeout.compareTo(PATIENCE_AT_FIRST) < 0 ? PATIENCE_AT_FIRST : timeout);
        this.diagnosis = diagnosis;
        this.timeout = timeout;
        this.nanos = nanos;
    }

    /**
     * Two connections to the server, which knows our scripts. One is for whoever is answered at once; the other for those
     * who wait for replicas, as all behind them do.
     */
    record Open(
            StatefulRedisConnection<String, String> prompt,
            StatefulRedisConnection<String, String> waiting,
            Map<Script, String> digests,
            Examination examination,
            AtomicBoolean isGivenUp) {
        boolean isUsable() {
            return prompt.isOpen() && waiting.isOpen();
        }

        /** Begins to run a script, on the connection that waits or on the other. */
        Future<List<Object>> run(Group group, Script script, List<String> arguments, boolean isToWait) {
            return (isToWait ? waiting : prompt)
                    .async()
                    .evalsha(
                            String.valueOf(digests.get(script)),
                            ScriptOutputType.MULTI,
                            new String[] {group.key()},
                            arguments.toArray(new String[0]));
        }

        /** Once, also where the server ended them: who made them keeps them until then. */
        void giveUp() {
            if (isGivenUp.compareAndSet(false, true)) {
                closeSoon(prompt);
                closeSoon(waiting);
            }
        }
    }

    /** Begins to; nobody waits for it, as nothing comes of it but that it is over. */
    private static void closeSoon(StatefulRedisConnection<String, String> connection) {
        CompletableFuture<Void> unused = connection.closeAsync();
    }

    /**
     * The connections, made if need be.
     *
     * @throws StoreUnavailableException when that cannot be done, or the server will not do; nothing was asked of it
     */
    Open open() {
        Open there = current;
        if (there != null && there.isUsable()) {
            return there;
        }
        dialling.lock();
        try {
            there = current;
            if (there != null && there.isUsable()) {
                return there;
            }
            if (met != null && nanos.getAsLong() - metAt < PAUSE_NANOS) {
                throw new StoreUnavailableException(met);
            }
            Open made = dial();
            uri.setTimeout(timeout);
            met = null;
            current = made;
            return made;
        } catch (StoreUnavailableException e) {
            if (met == null || nanos.getAsLong() - metAt >= PAUSE_NANOS) {
                met = e;
                metAt = nanos.getAsLong();
            }
            throw e;
        } finally {
            dialling.unlock();
        }
    }

    private Open dial() {
        if (isClosed) {
            throw new StoreUnavailableException(
                    diagnosis.failure(Cause.CLOSED, "it was closed", "open it anew"),
                    new IllegalStateException("closed"));
        }
        Open before = current;
        if (before != null) {
            before.giveUp();
        }
        try {
            StatefulRedisConnection<String, String> prompt = connect();
            try {
                Examination examination = new Examination(await(prompt.async().info()));
                examination.check(diagnosis);
                Map<Script, String> digests = load(prompt);
                return new Open(prompt, connect(), digests, examination, new AtomicBoolean());
            } catch (RuntimeException e) {
                closeSoon(prompt);
                throw e;
            }
        } catch (RedisException e) {
            throw diagnosis.exception(e);
        }
    }

    /**
     * A connection that was refused at once may be gone before the library listens for why (its
     * {@code AbstractRedisClient.initializeChannelAsync0}): it is made again then, to hear that.
     */
    private StatefulRedisConnection<String, String> connect() {
        for (int tries = 1; ; tries++) {
            try {
                return client.connect(StringCodec.UTF8, uri);
            } catch (RedisException e) {
                if (tries == TRIES_TO_HEAR || !(e.getCause() instanceof IllegalStateException)) {
                    throw e;
                }
            }
        }
    }

    private Map<Script, String> load(StatefulRedisConnection<String, String> connection) {
        Map<Script, Future<String>> loading = new EnumMap<>(Script.class);
        for (Script script : Script.values()) {
            loading.put(script, connection.async().scriptLoad(script.source()));
        }
        Map<Script, String> digests = new EnumMap<>(Script.class);
        loading.forEach((script, digest) -> digests.put(script, await(digest)));
        return digests;
    }

    private <T> T await(Future<T> answer) {
        try {
            return await(answer, uri.getTimeout());
        } catch (ExecutionException | TimeoutException e) {
            throw diagnosis.exception(e);
        }
    }

    /** Waits for an answer. */
    static <T> T await(Future<T> answer, Duration timeout) throws ExecutionException, TimeoutException {
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExecutionException("interrupted while it was asked", e);
        }
    }

    /** Gives those connections up: the server says that it is another one now, or nothing at all. */
    void drop(Open broken) {
        broken.giveUp();
    }

    /** From now on nobody is connected any more. What is open ends with the client. */
    void close() {
        isClosed = true;
    }
}
