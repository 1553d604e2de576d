package dev.latchkey.engine;

import dev.latchkey.http.exchange.Content;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelPromise;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Sends a body that comes to be while it is sent: asks for a piece when its peer has taken the one before, so that one at
 * most is on its way. Used on the event loop of its channel; whoever publishes the pieces may do so from anywhere.
 */
final class LiveSender implements Flow.Subscriber<byte[]> {
    private final Channel channel;
    private final Sink sink;
    private volatile Flow.@Nullable Subscription subscription;
    private boolean isOver;

    /** Where the pieces go. */
    interface Sink {
        /** Sends a piece. */
        void send(ByteBuf piece, ChannelPromise sent);

        /** Nothing more comes: whole, or less than there should have been. Not called once {@link #abandon} was. */
        void end(boolean isWhole);
    }

    private LiveSender(Channel channel, Sink sink) {
        this.channel = channel;
        this.sink = sink;
    }

    /** Begins; what comes before the pieces is written by now. */
    static LiveSender send(Content.Live content, Channel channel, Sink sink) {
        LiveSender begun = new LiveSender(channel, sink);
        content.pieces().subscribe(begun);
        return begun;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        onLoop(given, () -> {
            if (isOver) {
                given.cancel();
            } else {
                given.request(1);
            }
        });
    }

    @Override
    public void onNext(byte[] piece) {
        onLoop(subscription, () -> {
            if (isOver) {
                return;
            }
            ChannelPromise sent = channel.newPromise();
            sent.addListener((ChannelFutureListener) written -> taken(written.isSuccess()));
            sink.send(Unpooled.wrappedBuffer(piece), sent);
        });
    }

    private void taken(boolean isSent) {
        Flow.Subscription asked = subscription;
        if (isOver || asked == null) {
            return;
        }
        if (isSent) {
            asked.request(1);
        } else {
            end(false);
        }
    }

    @Override
    public void onError(Throwable cause) {
        Connection.log(System.Logger.Level.ERROR, "a live answer failed", cause);
        onLoop(null, () -> over(false));
    }

    @Override
    public void onComplete() {
        onLoop(null, () -> over(true));
    }

    private void over(boolean isWhole) {
        if (!isOver) {
            isOver = true;
            sink.end(isWhole);
        }
    }

    /** Ends it from here, as if nothing more came. */
    void end(boolean isWhole) {
        cancel();
        over(isWhole);
    }

    /** Its peer is gone. */
    void abandon() {
        isOver = true;
        cancel();
    }

    private void cancel() {
        Flow.Subscription given = subscription;
        if (given != null) {
            given.cancel();
        }
    }

    private void onLoop(Flow.@Nullable Subscription otherwise, Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            if (otherwise != null) {
                otherwise.cancel(); // the engine was stopped meanwhile, and everybody sent away
            }
        }
    }
}
