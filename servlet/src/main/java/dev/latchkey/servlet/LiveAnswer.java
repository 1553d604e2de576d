package dev.latchkey.servlet;

import dev.latchkey.http.exchange.Content;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Sends an answer that comes to be while it is sent, in an asynchronous request that no thread waits for (Servlet 6.1
 * §5.6).
 *
 * <p>One party at a time may touch what it writes to, and there is no lock for it: the container, from when it is not ready
 * until it says that it is; after that, whoever brings the one piece that was asked for.
 */
final class LiveAnswer implements Flow.Subscriber<byte[]>, WriteListener, AsyncListener {
    private final AsyncContext async;
    private final ServletOutputStream out;
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean isUnflushed;

    private LiveAnswer(AsyncContext async, ServletOutputStream out) {
        this.async = async;
        this.out = out;
    }

    /** Whether such an answer can be given to that request. */
    static boolean isPossible(HttpServletRequest request) {
        return request.isAsyncSupported() && !request.isAsyncStarted();
    }

    /** Begins; the head is complete. */
    static void send(Content.Live content, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        AsyncContext async = request.startAsync();
        async.setTimeout(0);
        ServletOutputStream out = response.getOutputStream();
        LiveAnswer answer = new LiveAnswer(async, out);
        async.addListener(answer);
        content.pieces().subscribe(answer);
        out.setWriteListener(answer);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
    }

    @Override
    public void onWritePossible() throws IOException {
        Flow.Subscription asked = subscription;
        if (asked == null || !out.isReady()) {
            return;
        }
        if (isUnflushed) {
            isUnflushed = false;
            out.flush();
            if (!out.isReady()) {
                return;
            }
        }
        asked.request(1);
    }

    @Override
    public void onNext(byte[] piece) {
        try {
            out.write(piece);
            isUnflushed = true;
            onWritePossible();
        } catch (IOException | IllegalStateException e) { // its client is gone, or the container has ended it
            end();
        }
    }

    @Override
    public void onError(Throwable cause) {
        async.getRequest().getServletContext().log("a live answer failed", cause);
        end();
    }

    @Override
    public void onComplete() {
        end();
    }

    /** WriteListener and AsyncListener alike: its client is gone. */
    private void end() {
        cancel();
        try {
            async.complete();
        } catch (IllegalStateException e) {
            // it is complete
        }
    }

    private void cancel() {
        Flow.Subscription given = subscription;
        if (given != null) {
            given.cancel();
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        cancel();
    }

    @Override
    public void onError(AsyncEvent event) {
        end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end(); // some containers have a limit of their own
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
