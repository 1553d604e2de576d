package dev.latchkey.servlet;

import dev.latchkey.http.exchange.Content;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Response;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** Writes answers of Latchkey, and lines of it on answers of the application. */
final class Lines {
    static final String SET_COOKIE = "Set-Cookie";

    private Lines() {}

    /** Writes a whole answer in place of whatever there was. */
    static void send(Response answer, HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.resetBuffer();
        response.setStatus(answer.status());
        put(answer.fixed().fields(), response);
        put(answer.headers(), response);
        if (answer.status() == 204 || answer.status() == 304) { // RFC 9110 §6.4.1
            return;
        }
        boolean isHead = request.getMethod().equals("HEAD");
        switch (answer.content()) {
            case Content.Whole whole -> {
                response.setContentLengthLong(whole.length());
                if (!isHead) {
                    response.getOutputStream().write(whole.bytes());
                }
            }
            case Content.Live live when isHead -> {}
            case Content.Live live -> LiveAnswer.send(live, request, response);
        }
    }

    /** A line takes the place of another of its name, but for those of which there may be several. */
    static void put(List<HeaderField> lines, HttpServletResponse response) {
        for (HeaderField line : lines) {
            if (!line.name().equals(SET_COOKIE) && !line.name().equals("Vary")) {
                response.setHeader(line.name(), line.value());
            } else if (!response.getHeaders(line.name()).contains(line.value())) {
                response.addHeader(line.name(), line.value());
            }
        }
    }
}
