package dev.latchkey.site.refusal;

import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import java.util.List;

/** Whether a browser asks for what it shows in its window, and not a script for what it reads. */
final class Navigation {
    private static final String HTML = "text/html";

    /** Where proxies ask for another backend, with what the browser told them; none shows the answer to anybody. */
    private static final String ON_BEHALF = "/verify";

    private Navigation() {}

    /** Whether a request is one. Of one that could not be read, that it asked for a path that is not the API's must do. */
    static boolean is(Request request, boolean isForApi) {
        if (isForApi && request.rawPath().endsWith(ON_BEHALF)) {
            return false;
        }
        List<String> mode = request.header(RequestHeader.SEC_FETCH_MODE);
        if (!mode.isEmpty()) {
            return mode.getFirst().equals("navigate");
        }
        // Browsers say so over https alone; every request has a host, of which all lines have come.
        boolean isUnread = request.header(RequestHeader.HOST).isEmpty();
        return isUnread
                ? request.method().equals("GET") && request.rawPath().startsWith("/") && !isForApi
                : request.header(RequestHeader.ACCEPT).stream().anyMatch(accept -> accept.contains(HTML));
    }
}
