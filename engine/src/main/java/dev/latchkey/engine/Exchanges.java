package dev.latchkey.engine;

import dev.latchkey.core.store.WouldWaitException;
import dev.latchkey.http.exchange.Handler;
import dev.latchkey.http.exchange.Printable;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks the handler. What memory can answer is answered on the event loop that read the request, because a hand-over costs
 * more than the answer; for anything else a virtual thread waits.
 */
final class Exchanges {
    private static final System.Logger LOG = System.getLogger("latchkey.http");

    private final Handler handler;
    private final Function<Request, Response> internalError;
    private final ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor();

    Exchanges(Handler handler, Function<Request, Response> internalError) {
        this.handler = handler;
        this.internalError = internalError;
    }

    /** The answer, if it is to be had without waiting; null when not. On an event loop. */
    @Nullable
    Response answerNow(EngineRequest request) {
        try {
            return handler.isPrompt(request) ? handler.handle(request) : null;
        } catch (WouldWaitException e) {
            return null;
        } catch (RuntimeException | Error e) { // the edge of the process: whatever it was, one request failed
            return failed(request, e);
        }
    }

    /** Has it answered where waiting is allowed, and tells that executor. */
    void answerLater(EngineRequest request, Executor loop, Consumer<Response> answered) {
        waiting.execute(() -> {
            Response answer;
            try {
                answer = handler.handle(request);
            } catch (RuntimeException | Error e) { // the edge of the process: whatever it was, one request failed
                answer = failed(request, e);
            }
            Response given = answer;
            try {
                loop.execute(() -> answered.accept(given));
            } catch (RejectedExecutionException e) {
                // the engine was stopped meanwhile, and everybody sent away
            }
        });
    }

    /** Runs what may take long, such as a part of a handshake or a read from disk, beside the event loops. */
    Executor executor() {
        return waiting;
    }

    /** Logs what went wrong with a request, and says what its client is answered. */
    Response failed(EngineRequest request, Throwable cause) {
        String what = Printable.of(request.method()) + " " + Printable.of(request.rawPath()) + " failed";
        LOG.log(Level.ERROR, what, Trace.bounded(cause));
        return internalError.apply(request);
    }

    /** Interrupts what still waits. */
    void close() {
        waiting.shutdownNow();
    }
}
