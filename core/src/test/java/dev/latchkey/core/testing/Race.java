package dev.latchkey.core.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Lets contenders loose at once, each on a thread of its own. The testkit has its twin; core cannot see that one. */
public final class Race {
    private Race() {}

    /** Runs the contenders 0 to {@code count - 1}; what each of them got, in their order. */
    public static <T> List<T> of(int count, IntFunction<Callable<T>> contenders) {
        List<Callable<T>> runners = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            runners.add(contenders.apply(i));
        }
        return of(runners);
    }

    /** Runs these contenders, all released by one barrier; what each of them got, in their order. */
    public static <T> List<T> of(List<Callable<T>> contenders) {
        CyclicBarrier start = new CyclicBarrier(contenders.size());
        ExecutorService threads = Executors.newFixedThreadPool(contenders.size());
        try {
            List<Future<T>> running = contenders.stream()
                    .map(contender -> threads.submit(() -> {
                        start.await();
                        return contender.call();
                    }))
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> future : running) {
                results.add(future.get(60, TimeUnit.SECONDS));
            }
            return results;
        } catch (ExecutionException e) {
            throw new AssertionError("a contender failed", e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("a contender is stuck", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("the race was interrupted", e);
        } finally {
            threads.shutdownNow();
        }
    }
}
