package dev.latchkey.servlet;

import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A request of a servlet container, as Latchkey reads it. The path is the whole one, that of the context included. */
final class ServletExchange implements Request {
    private final HttpServletRequest request;

    /** Read once: it is asked for more than once. */
    private @Nullable InetAddress peer;

    ServletExchange(HttpServletRequest request) {
        this.request = request;
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String rawPath() {
        return request.getRequestURI();
    }

    @Override
    public String rawQuery() {
        return Optional.ofNullable(request.getQueryString()).orElse("");
    }

    @Override
    public List<String> header(RequestHeader name) {
        Enumeration<String> lines = request.getHeaders(name.fieldName());
        if (!lines.hasMoreElements()) {
            return name == RequestHeader.HOST ? authority() : List.of();
        }
        String first = lines.nextElement();
        if (!lines.hasMoreElements()) { // as nearly all are
            return List.of(first);
        }
        List<String> all = new ArrayList<>(List.of(first));
        lines.asIterator().forEachRemaining(all::add);
        return all;
    }

    /** From HTTP/2 on the host is no header, and not every container makes one of it (RFC 9113 §8.3.1). */
    private List<String> authority() {
        if (request.getProtocol().startsWith("HTTP/1") || request.getProtocol().startsWith("HTTP/0")) {
            return List.of();
        }
        int port = request.getServerPort();
        boolean isUsual = port == (request.isSecure() ? 443 : 80);
        return List.of(isUsual ? request.getServerName() : request.getServerName() + ":" + port);
    }

    @Override
    public InetAddress peerAddress() {
        InetAddress known = peer;
        if (known == null) {
            known = read(request.getRemoteAddr());
            peer = known;
        }
        return known;
    }

    /** An address that cannot be read is that of no proxy: nothing is believed of it. */
    private static InetAddress read(@Nullable String address) {
        try {
            return address != null && isAddress(address)
                    ? InetAddress.getByName(address)
                    : InetAddress.getByAddress(new byte[4]);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the container gives an address that is none: " + address, e);
        }
    }

    /** Whether it is written as one, a zone and brackets included: a name would be looked up. */
    private static boolean isAddress(String text) {
        boolean isV6 = text.indexOf(':') >= 0;
        int end = isV6 && text.indexOf('%') >= 0 ? text.indexOf('%') : text.length();
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            boolean fits = c == '.' || (c >= '0' && c <= '9') || (isV6 && "abcdefABCDEF:[]".indexOf(c) >= 0);
            if (!fits) {
                return false;
            }
        }
        return isV6 || text.indexOf('.') >= 0;
    }

    @Override
    public boolean isTls() {
        return request.isSecure();
    }

    /**
     * {@inheritDoc}
     *
     * @throws ClientGoneException when it ends before its end
     */
    @Override
    public Body body(int maxBytes) {
        if (request.getContentLengthLong() > maxBytes) {
            return new Body.TooLarge();
        }
        try {
            byte[] bytes = request.getInputStream().readNBytes(maxBytes + 1);
            return bytes.length > maxBytes ? new Body.TooLarge() : new Body.Complete(bytes);
        } catch (IOException e) {
            if (isTimeout(e)) {
                return new Body.TimedOut();
            }
            throw new ClientGoneException(e);
        }
    }

    @Override
    public boolean takesLive() {
        return LiveAnswer.isPossible(request);
    }

    private static boolean isTimeout(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException || cause instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }
}
