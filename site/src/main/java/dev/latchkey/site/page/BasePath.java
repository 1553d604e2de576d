package dev.latchkey.site.page;

import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Where the page and the files of its build lie on their origin. Immutable.
 *
 * @param path without a slash at its end; an empty string for the root
 */
public record BasePath(String path) {
    /** A path of a setting; the root where there is none. */
    public static BasePath of(Optional<String> path) {
        return new BasePath(path.orElse("").replaceFirst("/+$", ""));
    }

    /** The address of something that lies at that path of the app, which begins with a slash. */
    public String before(String path) {
        return this.path + path;
    }

    /** The request as the app knows its path; empty for one that is outside. */
    public Optional<Request> inside(Request request) {
        String asked = request.rawPath();
        if (path.isEmpty()) {
            return Optional.of(request);
        }
        if (asked.equals(path)) {
            return Optional.of(new Inside(request, "/"));
        }
        return asked.startsWith(path + "/")
                ? Optional.of(new Inside(request, asked.substring(path.length())))
                : Optional.empty();
    }

    private record Inside(Request request, String rawPath) implements Request {
        @Override
        public String method() {
            return request.method();
        }

        @Override
        public String rawQuery() {
            return request.rawQuery();
        }

        @Override
        public List<String> header(RequestHeader name) {
            return request.header(name);
        }

        @Override
        public InetAddress peerAddress() {
            return request.peerAddress();
        }

        @Override
        public boolean isTls() {
            return request.isTls();
        }

        @Override
        public Body body(int maxBytes) {
            return request.body(maxBytes);
        }

        @Override
        public boolean takesLive() {
            return request.takesLive();
        }
    }
}
