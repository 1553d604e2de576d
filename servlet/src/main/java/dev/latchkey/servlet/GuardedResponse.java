package dev.latchkey.servlet;

import dev.latchkey.http.exchange.HeaderField;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.List;

/**
 * An answer that keeps the lines of a visit, whatever the application does to its headers: without the cookies of a
 * browser that was brought back, whose old ones are spent, that browser would be taken for a thief.
 */
final class GuardedResponse extends HttpServletResponseWrapper {
    private final HttpServletResponse response;
    private List<HeaderField> lines = List.of();

    GuardedResponse(HttpServletResponse response) {
        super(response);
        this.response = response;
    }

    /** Adds lines, and keeps them. */
    void keep(List<HeaderField> more) {
        lines = more;
        Lines.put(lines, response);
    }

    boolean bringsCookies() {
        return lines.stream().anyMatch(GuardedResponse::isCookie);
    }

    private static boolean isCookie(HeaderField line) {
        return line.name().equals(Lines.SET_COOKIE);
    }

    @Override
    public void reset() {
        super.reset();
        Lines.put(lines, response);
    }

    @Override
    public void setHeader(String name, String value) {
        super.setHeader(name, value);
        if (name.equalsIgnoreCase(Lines.SET_COOKIE)) {
            Lines.put(lines.stream().filter(GuardedResponse::isCookie).toList(), response);
        }
    }
}
