package dev.latchkey.server.log;

import dev.latchkey.http.exchange.Handler;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a line for every request to the logger {@code latchkey.access}: method, path, status, time, peer. Never the
 * query, a header or a body, where secrets could be.
 */
public final class AccessLog implements Handler {
    private static final Logger LOG = LoggerFactory.getLogger("latchkey.access");

    private final Handler next;

    /** Logs what that handler answers. */
    public AccessLog(Handler next) {
        this.next = next;
    }

    @Override
    public Response handle(Request request) {
        long start = System.nanoTime();
        Response response = next.handle(request);
        LOG.atInfo()
                .addKeyValue("method", Printable.of(request.method()))
                .addKeyValue("path", Printable.of(request.rawPath()))
                .addKeyValue("status", response.status())
                .addKeyValue("micros", (System.nanoTime() - start) / 1000)
                .addKeyValue("peer", request.peerAddress().getHostAddress())
                .log("request");
        return response;
    }
}
