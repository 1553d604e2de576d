package dev.latchkey.benchmarks.controls;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.nio.file.Path;

/** The limit: raw Netty with its own codec, one event loop, native epoll. Arguments: port, folder of answers. */
final class NettyControl {
    private NettyControl() {}

    public static void main(String[] args) throws Exception {
        Epoll.ensureAvailability();
        System.out.println("transport: epoll");
        var loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        var answers = new NettyAnswers(RecordedResponse.readAll(Path.of(args[1])), new DateHeader(loop));
        new ServerBootstrap()
                .group(loop)
                .channel(EpollServerSocketChannel.class)
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
