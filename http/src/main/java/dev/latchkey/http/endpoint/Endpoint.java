package dev.latchkey.http.endpoint;

import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;

/** What one route does, once the request passed every check. */
@FunctionalInterface
interface Endpoint {
    Response handle(Request request);
}
