package dev.latchkey.server.log;

import dev.latchkey.http.exchange.Handler;
import dev.latchkey.http.exchange.Printable;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.forwarding.Forwarding;
import dev.latchkey.http.forwarding.IpLiteral;
import java.net.InetAddress;
import java.time.InstantSource;

/**
 * Writes a line for every request, under the name {@code latchkey.access}: method, path, status, time, peer, and the
 * client as far as trusted proxies say who it is. Never the query, a header or a body, where secrets could be.
 *
 * <p>The line is put together here: Logback takes longer over one than the server over the request it tells of.
 */
public final class AccessLog implements Handler {
    private final Handler next;
    private final Forwarding forwarding;
    private final Logging.Output output;
    private final InstantSource clock;

    /** Logs what that handler answers. */
    public AccessLog(Handler next, Forwarding forwarding, Logging.Output output, InstantSource clock) {
        this.next = next;
        this.forwarding = forwarding;
        this.output = output;
        this.clock = clock;
    }

    @Override
    public boolean isPrompt(Request request) {
        return next.isPrompt(request);
    }

    @Override
    public Response handle(Request request) {
        long start = System.nanoTime();
        Response response = next.handle(request);
        long micros = (System.nanoTime() - start) / 1000;
        InetAddress client = forwarding.client(request);
        write(request.method(), request.rawPath(), response.status(), micros, request.peerAddress(), client);
        return response;
    }

    /** Logs what no handler answered. */
    public void refused(String method, String rawPath, int status, InetAddress peer) {
        write(method, rawPath, status, 0, peer, peer);
    }

    private void write(String method, String rawPath, int status, long micros, InetAddress peer, InetAddress client) {
        output.lines()
                .add(new AccessLine(output.isJson())
                        .begin(clock.instant())
                        .add("method", Printable.ascii(method, 200))
                        .add("path", Printable.ascii(rawPath, 200))
                        .add("status", status)
                        .add("micros", micros)
                        .add("peer", IpLiteral.format(peer))
                        .add("client", IpLiteral.format(client))
                        .end());
    }
}
