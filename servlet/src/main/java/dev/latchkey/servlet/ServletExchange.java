package dev.latchkey.servlet;

import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** A request of a servlet container, as Latchkey reads it. The path is the whole one, that of the context included. */
record ServletExchange(HttpServletRequest request) implements Request {
    private static final Pattern ADDRESS = Pattern.compile("\\[?[0-9A-Fa-f:.%a-z]++]?");

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
        List<String> lines = Collections.list(request.getHeaders(name.fieldName()));
        return lines.isEmpty() && name == RequestHeader.HOST ? authority() : lines;
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

    /** An address that cannot be read is that of no proxy: nothing is believed of it. */
    @Override
    public InetAddress peerAddress() {
        String address = request.getRemoteAddr();
        try {
            // Only what is written as an address: a name would be looked up.
            return address != null && ADDRESS.matcher(address).matches() && address.matches(".*[.:].*")
                    ? InetAddress.getByName(address)
                    : InetAddress.getByAddress(new byte[4]);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the container gives an address that is none: " + address, e);
        }
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

    private static boolean isTimeout(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException || cause instanceof TimeoutException) {
                return true;
            }
        }
        return false;
    }
}
