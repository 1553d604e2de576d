package dev.latchkey.http.exchange;

/** The request headers that anything here looks at; an adapter maps each to its engine's own constant once. */
public enum RequestHeader {
    /** RFC 9110 §7.2. */
    HOST("Host"),
    /** RFC 6265 §4.2. */
    COOKIE("Cookie"),
    /** RFC 6454 §7. */
    ORIGIN("Origin"),
    /** Fetch Metadata: how the page's origin relates to ours. */
    SEC_FETCH_SITE("Sec-Fetch-Site"),
    /** Fetch Metadata: navigation, CORS or not. */
    SEC_FETCH_MODE("Sec-Fetch-Mode"),
    /** Fetch Metadata: what the answer is for. */
    SEC_FETCH_DEST("Sec-Fetch-Dest"),
    /** RFC 9110 §8.3. */
    CONTENT_TYPE("Content-Type"),
    /** RFC 9110 §8.4. */
    CONTENT_ENCODING("Content-Encoding"),
    /** RFC 9110 §12.5.1. */
    ACCEPT("Accept"),
    /** RFC 9110 §12.5.3. */
    ACCEPT_ENCODING("Accept-Encoding"),
    /** RFC 9110 §12.5.4: for the words of a page that a person is to read. */
    ACCEPT_LANGUAGE("Accept-Language"),
    /** RFC 9110 §13.1.2. */
    IF_NONE_MATCH("If-None-Match"),
    /** RFC 9110 §13.1.5: the part is wanted only of what is known already. */
    IF_RANGE("If-Range"),
    /** RFC 9110 §14.2: that a part is enough. */
    RANGE("Range"),
    /** RFC 9110 §10.1.5. */
    USER_AGENT("User-Agent"),
    /** That a request was made by the page and not by a person, and is no sign of life. */
    LATCHKEY_PASSIVE("Latchkey-Passive"),
    /** Whether a remembered browser may be brought back by this request. */
    LATCHKEY_RESTORE("Latchkey-Restore"),
    /** The CSRF token, as Flask and Django users spell it. */
    X_CSRF_TOKEN("X-CSRFToken"),
    /** The CSRF token, as Angular and axios send it by themselves. */
    X_XSRF_TOKEN("X-XSRF-TOKEN"),
    /** The method a CORS preflight asks for (Fetch standard, CORS protocol). */
    ACCESS_CONTROL_REQUEST_METHOD("Access-Control-Request-Method"),
    /** RFC 9110 §7.6.1: what a client asks proxies to drop. */
    CONNECTION("Connection"),
    /** RFC 9110 §7.8: that a connection is to become something else, such as a WebSocket. */
    UPGRADE("Upgrade"),
    /** RFC 7239; believed of trusted proxies only, as are the next seven. */
    FORWARDED("Forwarded"),
    /** The way a request took. */
    X_FORWARDED_FOR("X-Forwarded-For"),
    /** The scheme a client used. */
    X_FORWARDED_PROTO("X-Forwarded-Proto"),
    /** The host a client asked for. */
    X_FORWARDED_HOST("X-Forwarded-Host"),
    /** The method of the request that {@code forward_auth} asks about. */
    X_FORWARDED_METHOD("X-Forwarded-Method"),
    /** The method of the request that {@code auth_request} asks about. */
    X_ORIGINAL_METHOD("X-Original-Method"),
    /** The path and query of the request that {@code forward_auth} asks about. */
    X_FORWARDED_URI("X-Forwarded-Uri"),
    /** The path and query of the request that {@code auth_request} asks about. */
    X_ORIGINAL_URI("X-Original-URI");

    private final String fieldName;

    RequestHeader(String fieldName) {
        this.fieldName = fieldName;
    }

    /** The field name in its usual spelling; names are compared without regard to case. */
    public String fieldName() {
        return fieldName;
    }
}
