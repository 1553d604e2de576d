package dev.latchkey.examples.helidon;

import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** A request of Helidon as Latchkey reads it. */
record HelidonRequest(ServerRequest asked) implements Request {
    @Override
    public String method() {
        return asked.prologue().method().text();
    }

    @Override
    public String rawPath() {
        return asked.prologue().uriPath().rawPath();
    }

    @Override
    public String rawQuery() {
        return asked.prologue().query().rawValue();
    }

    @Override
    public List<String> header(RequestHeader name) {
        return asked.headers().all(HeaderNames.create(name.fieldName()), List::of);
    }

    @Override
    public InetAddress peerAddress() {
        return ((InetSocketAddress) asked.remotePeer().address()).getAddress();
    }

    @Override
    public boolean isTls() {
        return asked.isSecure();
    }

    @Override
    public Body body(int maxBytes) {
        try {
            byte[] bytes = asked.content().inputStream().readNBytes(maxBytes + 1);
            return bytes.length > maxBytes ? new Body.TooLarge() : new Body.Complete(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
