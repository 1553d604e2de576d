package dev.latchkey.engine;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** How the kernel is asked for bytes. What is not to be had is replaced by the next one, which always works in the end. */
public enum Transport {
    /** {@link #IO_URING}, else {@link #EPOLL}, else {@link #NIO}. */
    AUTO,
    /** Linux; the least work for each request. Containers often forbid it. */
    IO_URING,
    /** Linux. */
    EPOLL,
    /** Java's own, everywhere. */
    NIO;

    private static final System.Logger LOG = System.getLogger("latchkey.http");

    /** Its name in settings and logs. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** This one, or what stands in for it here; never {@link #AUTO}. */
    Transport available() {
        Transport choice = this == AUTO ? IO_URING : this;
        if (choice == IO_URING && isMissing(choice, IoUring.isAvailable(), IoUring.unavailabilityCause())) {
            choice = EPOLL;
        }
        if (choice == EPOLL && isMissing(choice, Epoll.isAvailable(), Epoll.unavailabilityCause())) {
            choice = NIO;
        }
        return choice;
    }

    private static boolean isMissing(Transport choice, boolean isAvailable, Throwable cause) {
        if (!isAvailable) {
            LOG.log(Level.DEBUG, "{0} is not to be had here: {1}", choice.label(), cause);
        }
        return !isAvailable;
    }

    /** One event loop per core. */
    EventLoopGroup newLoops() {
        IoHandlerFactory factory = switch (this) {
            case IO_URING -> IoUringIoHandler.newFactory();
            case EPOLL -> EpollIoHandler.newFactory();
            case NIO, AUTO -> NioIoHandler.newFactory();
        };
        AtomicInteger number = new AtomicInteger();
        ThreadFactory threads = task -> new LoopThread(task, "http-" + number.incrementAndGet());
        return new MultiThreadIoEventLoopGroup(Runtime.getRuntime().availableProcessors(), threads, factory);
    }

    Class<? extends ServerChannel> channelType() {
        return switch (this) {
            case IO_URING -> IoUringServerSocketChannel.class;
            case EPOLL -> EpollServerSocketChannel.class;
            case NIO, AUTO -> NioServerSocketChannel.class;
        };
    }

    /** Thousands of connections depend on it: it must not wait for one of them. */
    private static final class LoopThread extends FastThreadLocalThread
            implements dev.latchkey.core.store.PromptThread {
        LoopThread(Runnable task, String name) {
            super(task, name);
            setDaemon(true);
        }
    }
}
