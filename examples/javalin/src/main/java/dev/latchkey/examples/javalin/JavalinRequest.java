package dev.latchkey.examples.javalin;

import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A request of Javalin as Latchkey reads it. */
record JavalinRequest(HttpServletRequest asked) implements Request {
    @Override
    public String method() {
        return asked.getMethod();
    }

    @Override
    public String rawPath() {
        return asked.getRequestURI();
    }

    @Override
    public String rawQuery() {
        return Optional.ofNullable(asked.getQueryString()).orElse("");
    }

    @Override
    public List<String> header(RequestHeader name) {
        return Collections.list(asked.getHeaders(name.fieldName()));
    }

    @Override
    public InetAddress peerAddress() {
        try {
            return InetAddress.getByName(asked.getRemoteAddr()); // an address: nothing is looked up
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isTls() {
        return asked.isSecure();
    }

    @Override
    public Body body(int maxBytes) {
        try {
            byte[] bytes = asked.getInputStream().readNBytes(maxBytes + 1);
            return bytes.length > maxBytes ? new Body.TooLarge() : new Body.Complete(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
