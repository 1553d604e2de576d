package dev.latchkey.benchmarks.controls;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.nio.file.Path;

/**
 * The limit: raw Netty, one event loop, native epoll where the machine has it. Arguments: port, folder of answers, and
 * {@code nio} for the portable transport.
 */
final class NettyControl {
    private NettyControl() {}

    public static void main(String[] args) throws Exception {
        boolean epoll = Epoll.isAvailable() && !(args.length > 2 && args[2].equals("nio"));
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        Class<? extends ServerChannel> channel = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        System.out.println("transport: " + (epoll ? "epoll" : "nio"));

        var loop = new MultiThreadIoEventLoopGroup(1, io);
        var answers = new NettyAnswers(RecordedResponse.readAll(Path.of(args[1])), new DateHeader(loop));
        new ServerBootstrap()
                .group(loop)
                .channel(channel)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel connection) {
                        connection.pipeline().addLast(new HttpServerCodec(), answers);
                    }
                })
                .bind("127.0.0.1", Integer.parseInt(args[0]))
                .sync()
                .channel()
                .closeFuture()
                .sync();
    }
}
