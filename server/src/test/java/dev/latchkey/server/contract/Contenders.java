package dev.latchkey.server.contract;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Does things at once on real threads: nobody begins before everybody is ready. */
final class Contenders {
    private Contenders() {}

    /** What each of so many came to, in their order. */
    static <T> List<T> all(int count, IntFunction<T> work) {
        CyclicBarrier start = new CyclicBarrier(count);
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            List<CompletableFuture<T>> running = IntStream.range(0, count)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> {
                                await(start);
                                return work.apply(i);
                            },
                            threads))
                    .toList();
            return running.stream().map(CompletableFuture::join).toList();
        }
    }

    /** So many threads at once, each of which does it so many times. */
    static void each(int count, int times, IntConsumer work) {
        all(count, i -> {
            for (int j = 0; j < times; j++) {
                work.accept(i);
            }
            return i;
        });
    }

    private static void await(CyclicBarrier start) {
        try {
            start.await();
        } catch (Exception e) {
            throw new AssertionError("somebody never got ready", e);
        }
    }
}
