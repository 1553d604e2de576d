package dev.latchkey.engine;

import java.util.List;
import java.util.stream.Stream;

/**
 * Requests that servers and proxies are known to disagree about, and what is done with each (RFC 9112 §2.2, §3, §5, §6,
 * §7, §11.2). Characters are bytes.
 */
final class RequestCorpus {
    private static final String HOST = "Host: localhost\r\n";
    private static final String END = HOST + "\r\n";
    private static final String POST = "POST /p HTTP/1.1\r\n" + HOST;

    private RequestCorpus() {}

    /**
     * One row.
     *
     * @param status of the first answer
     * @param answers how many answers come before the one to the request that follows on the same connection
     * @param closes whether that request is not answered any more
     */
    record Row(String label, String bytes, int status, int answers, boolean closes) {
        @Override
        public String toString() {
            return label;
        }
    }

    private static Row refused(int status, String label, String bytes) {
        return new Row(label, bytes, status, 1, true);
    }

    private static Row served(String label, String bytes) {
        return served(1, label, bytes);
    }

    private static Row served(int answers, String label, String bytes) {
        return new Row(label, bytes, 200, answers, false);
    }

    private static Row last(String label, String bytes) {
        return new Row(label, bytes, 200, 1, true);
    }

    static Stream<Row> rows() {
        return Stream.of(
                        lengths(),
                        chunks(),
                        codings(),
                        lines(),
                        hosts(),
                        targets(),
                        fields(),
                        requestLines(),
                        sizes(),
                        connections())
                .flatMap(List::stream);
    }

    /** Those that fit into a few hundred packets. */
    static Stream<Row> shortRows() {
        return rows().filter(row -> row.bytes().length() < 600);
    }

    /** A body whose length is told twice, or in no number. */
    private static List<Row> lengths() {
        return List.of(
                served("plain get", "GET /x HTTP/1.1\r\n" + END),
                refused(
                        400,
                        "CL+TE",
                        POST + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /evil HTTP/1.1\r\n"
                                + END),
                refused(400, "TE+CL order", POST + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"),
                refused(400, "dup CL equal", POST + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello"),
                refused(400, "dup CL differ", POST + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!"),
                refused(400, "CL list 5, 5", POST + "Content-Length: 5, 5\r\n\r\nhello"),
                refused(400, "CL +5", POST + "Content-Length: +5\r\n\r\nhello"),
                refused(400, "CL -5", POST + "Content-Length: -5\r\n\r\nhello"),
                refused(400, "CL 0x5", POST + "Content-Length: 0x5\r\n\r\nhello"),
                refused(400, "CL empty", POST + "Content-Length: \r\n\r\n"),
                refused(400, "CL overflow", POST + "Content-Length: 18446744073709551621\r\n\r\nhello"),
                served("CL 5 trailing tab", POST + "Content-Length: 5\t\r\n\r\nhello"));
    }

    /** Chunk framing that two readers may read in two ways. */
    private static List<Row> chunks() {
        return List.of(
                served("chunk ext", POST + "Transfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\n\r\n"),
                refused(400, "chunk ext LF", POST + "Transfer-Encoding: chunked\r\n\r\n5;a=b\nhello\r\n0\r\n\r\n"),
                refused(400, "chunk size LF", POST + "Transfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n"),
                refused(400, "chunk size +5", POST + "Transfer-Encoding: chunked\r\n\r\n+5\r\nhello\r\n0\r\n\r\n"),
                refused(400, "chunk size 0x5", POST + "Transfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n"),
                refused(400, "chunk size \"5 \"", POST + "Transfer-Encoding: chunked\r\n\r\n5 \r\nhello\r\n0\r\n\r\n"),
                refused(
                        400,
                        "chunk size overflow",
                        POST + "Transfer-Encoding: chunked\r\n\r\n100000005\r\nhello\r\n0\r\n\r\n"),
                refused(
                        413,
                        "chunk size 7fffffff",
                        POST + "Transfer-Encoding: chunked\r\n\r\n7fffffff\r\nhello\r\n0\r\n\r\n"),
                refused(400, "chunk data bad end", POST + "Transfer-Encoding: chunked\r\n\r\n5\r\nhelloXX0\r\n\r\n"),
                served("chunk ok", POST + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
                served(
                        "chunk ext quoted",
                        POST + "Transfer-Encoding: chunked\r\n\r\n5;a=\"b c\";d\r\nhello\r\n0;c\r\n\r\n"),
                refused(400, "chunk ext CR", POST + "Transfer-Encoding: chunked\r\n\r\n5;a\rb\r\nhello\r\n0\r\n\r\n"),
                refused(
                        400,
                        "chunk ext endless",
                        POST + "Transfer-Encoding: chunked\r\n\r\n5;" + "a".repeat(10_000) + "\r\nhello\r\n0\r\n\r\n"),
                refused(400, "chunk trailer LF", POST + "Transfer-Encoding: chunked\r\n\r\n0\r\nX: y\n\r\n"),
                refused(
                        400,
                        "chunk trailer folded",
                        POST + "Transfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\n z\r\n\r\n"),
                refused(400, "chunk trailer no colon", POST + "Transfer-Encoding: chunked\r\n\r\n0\r\nXy\r\n\r\n"),
                served(
                        "chunk trailers that would be framing",
                        POST + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nContent-Length: 50\r\n\r\n"),
                served("chunk trailers", POST + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: y\r\n\r\n"));
    }

    /** Transfer codings. */
    private static List<Row> codings() {
        return List.of(
                refused(
                        400,
                        "TE identity,chunked",
                        POST + "Transfer-Encoding: identity,chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
                refused(
                        400,
                        "TE chunked, identity",
                        POST + "Transfer-Encoding: chunked, identity\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
                refused(
                        400,
                        "TE two lines chunked",
                        POST
                                + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
                refused(400, "TE xchunked", POST + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
                refused(400, "TE \\x0bchunked", POST + "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n"),
                served("TE CHUNKED", POST + "Transfer-Encoding: CHUNKED\r\n\r\n5\r\nhello\r\n0\r\n\r\n"),
                refused(400, "TE gzip", POST + "Transfer-Encoding: gzip\r\n\r\nhello"));
    }

    /** Line ends, folded lines, blanks where none belong. */
    private static List<Row> lines() {
        return List.of(
                refused(400, "bare LF all", "GET /x HTTP/1.1\nHost: localhost\n\n"),
                refused(400, "bare LF header", "GET /x HTTP/1.1\r\nHost: localhost\nX: y\r\n\r\n"),
                refused(400, "bare LF end", "GET /x HTTP/1.1\r\nHost: localhost\r\n\n"),
                refused(400, "bare CR in value", "GET /x HTTP/1.1\r\nHost: localhost\r\nX: a\rb\r\n\r\n"),
                refused(400, "obs-fold", "GET /x HTTP/1.1\r\n" + HOST + "X: a\r\n b\r\n\r\n"),
                refused(400, "obs-fold host", "GET /x HTTP/1.1\r\nHost:\r\n localhost\r\n\r\n"),
                refused(400, "leading space first header", "GET /x HTTP/1.1\r\n Host: localhost\r\n\r\n"),
                refused(400, "leading space hdr + host", "GET /x HTTP/1.1\r\n X: y\r\n" + END),
                refused(400, "space before colon", "GET /x HTTP/1.1\r\n" + HOST + "X : y\r\n\r\n"),
                refused(400, "space before colon CL", POST + "Content-Length : 5\r\n\r\nhello"),
                refused(400, "space before colon Host", "GET /x HTTP/1.1\r\nHost : localhost\r\n\r\n"));
    }

    /** One host, and only one. */
    private static List<Row> hosts() {
        return List.of(
                refused(400, "missing Host", "GET /x HTTP/1.1\r\nX: y\r\n\r\n"),
                refused(400, "no headers", "GET /x HTTP/1.1\r\n\r\n"),
                refused(400, "two Hosts", "GET /x HTTP/1.1\r\n" + HOST + "Host: evil\r\n\r\n"),
                refused(400, "Host empty", "GET /x HTTP/1.1\r\nHost:\r\n\r\n"),
                refused(400, "Host a/b", "GET /x HTTP/1.1\r\nHost: a/b\r\n\r\n"),
                refused(400, "Host user@", "GET /x HTTP/1.1\r\nHost: a@b\r\n\r\n"),
                refused(400, "Host list", "GET /x HTTP/1.1\r\nHost: a, b\r\n\r\n"),
                served("Host port 99999", "GET /x HTTP/1.1\r\nHost: a:99999\r\n\r\n"),
                refused(400, "Host port empty", "GET /x HTTP/1.1\r\nHost: a:\r\n\r\n"));
    }

    /** Targets arrive as they were sent, or not at all. */
    private static List<Row> targets() {
        return List.of(
                refused(400, "absolute-form", "GET http://evil.example/x?y HTTP/1.1\r\n" + END),
                refused(400, "absolute no path", "GET http://evil.example HTTP/1.1\r\n" + END),
                refused(400, "authority form CONNECT", "CONNECT evil:443 HTTP/1.1\r\n" + END),
                served("asterisk OPTIONS", "OPTIONS * HTTP/1.1\r\n" + END),
                refused(400, "asterisk GET", "GET * HTTP/1.1\r\n" + END),
                refused(400, "no leading slash", "GET x HTTP/1.1\r\n" + END),
                refused(400, "fragment", "GET /x#f HTTP/1.1\r\n" + END),
                refused(400, "backslash", "GET /a\\b HTTP/1.1\r\n" + END),
                served("double slash", "GET //api/login HTTP/1.1\r\n" + END),
                served("///", "GET ///evil/x HTTP/1.1\r\n" + END),
                served("pct61", "GET /%61pi/login HTTP/1.1\r\n" + END),
                served(";x", "GET /a;x HTTP/1.1\r\n" + END),
                served("/a/./b/../c", "GET /a/./b/../c HTTP/1.1\r\n" + END),
                served("/..", "GET /.. HTTP/1.1\r\n" + END),
                served("%2f%00", "GET /a%2fb%00 HTTP/1.1\r\n" + END),
                refused(400, "bad pct", "GET /a%zz HTTP/1.1\r\n" + END),
                refused(400, "utf8 path", "GET /\u00c3\u00a4 HTTP/1.1\r\n" + END),
                served("query raw", "GET /x?a=%zz&b=[]|\"< HTTP/1.1\r\n" + END),
                served("query empty", "GET /x? HTTP/1.1\r\n" + END));
    }

    /** Names and values of header fields. */
    private static List<Row> fields() {
        return List.of(
                served("utf8 header", "GET /x HTTP/1.1\r\n" + HOST + "X: \u00c3\u00a4\r\n\r\n"),
                served("invalid utf8 header", "GET /x HTTP/1.1\r\n" + HOST + "X: \u00ff\u00fe\r\n\r\n"),
                refused(400, "NUL header", "GET /x HTTP/1.1\r\n" + HOST + "X: a\u0000b\r\n\r\n"),
                refused(400, "ctl \\x01 header", "GET /x HTTP/1.1\r\n" + HOST + "X: a\u0001b\r\n\r\n"),
                refused(400, "NUL Host", "GET /x HTTP/1.1\r\nHost: a\u0000\r\n\r\n"),
                refused(400, "NUL Connection", "GET /x HTTP/1.1\r\n" + HOST + "Connection: a\u0000b\r\n\r\n"),
                refused(400, "NUL cookie", "GET /x HTTP/1.1\r\n" + HOST + "Cookie: a=\u0000b\r\n\r\n"),
                served(
                        "cookie utf8 name",
                        "GET /x HTTP/1.1\r\n" + HOST + "Cookie: \u00e2\u0080\u0080__Host-sid=b\r\n\r\n"),
                refused(400, "bad header name", "GET /x HTTP/1.1\r\n" + HOST + "X(y): a\r\n\r\n"),
                refused(400, "empty header name", "GET /x HTTP/1.1\r\n" + HOST + ": a\r\n\r\n"),
                refused(400, "header no colon", "GET /x HTTP/1.1\r\n" + HOST + "garbage\r\n\r\n"),
                refused(400, "NUL name", "GET /x HTTP/1.1\r\n" + HOST + "X\u0000: a\r\n\r\n"));
    }

    /** Methods and versions. */
    private static List<Row> requestLines() {
        return List.of(
                served("method lower", "get /x HTTP/1.1\r\n" + END),
                served("method FOO", "FOO /x HTTP/1.1\r\n" + END),
                refused(400, "method bad chars", "G\u0001T /x HTTP/1.1\r\n" + END),
                refused(400, "method G<T", "G<T /x HTTP/1.1\r\n" + END),
                refused(400, "method empty", " /x HTTP/1.1\r\n" + END),
                refused(400, "double space", "GET  /x HTTP/1.1\r\n" + END),
                refused(400, "trailing space", "GET /x HTTP/1.1 \r\n" + END),
                refused(400, "tab sep", "GET\t/x\tHTTP/1.1\r\n" + END),
                last("HTTP/1.0", "GET /x HTTP/1.0\r\n" + END),
                last("HTTP/1.0 keep-alive", "GET /x HTTP/1.0\r\nConnection: keep-alive\r\n" + END),
                last("HTTP/1.0 body", "POST /x HTTP/1.0\r\nContent-Length: 5\r\n" + END + "hello"),
                refused(400, "HTTP/1.0 no Host", "GET /x HTTP/1.0\r\n\r\n"),
                refused(400, "HTTP/1.0 TE", "POST /x HTTP/1.0\r\nTransfer-Encoding: chunked\r\n" + END + "0\r\n\r\n"),
                served("HTTP/1.2", "GET /x HTTP/1.2\r\n" + END),
                refused(400, "HTTP/1.10", "GET /x HTTP/1.10\r\n" + END),
                refused(400, "HTTP/3.0", "GET /x HTTP/3.0\r\n" + END),
                refused(400, "HTTP/2.0", "GET /x HTTP/2.0\r\n" + END),
                refused(400, "HTTP/0.9", "GET /x\r\n"),
                refused(400, "http/1.1 lower", "GET /x http/1.1\r\n" + END),
                refused(400, "garbage", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n"),
                refused(400, "leading LF", "\nGET /x HTTP/1.1\r\n" + END),
                served("leading CRLF", "\r\nGET /x HTTP/1.1\r\n" + END));
    }

    /** Too much of anything. */
    private static List<Row> sizes() {
        return List.of(
                refused(414, "prologue 9000", "GET /" + "a".repeat(9000) + " HTTP/1.1\r\n" + END),
                refused(414, "prologue 60000", "GET /" + "a".repeat(60000) + " HTTP/1.1\r\n" + END),
                refused(
                        431,
                        "headers 20K one",
                        "GET /x HTTP/1.1\r\n" + HOST + "Cookie: " + "a".repeat(20000) + "\r\n\r\n"),
                refused(431, "headers 20K many", "GET /x HTTP/1.1\r\n" + HOST + "X: y\r\n".repeat(4000) + "\r\n"),
                refused(431, "headers 20K name", "GET /x HTTP/1.1\r\n" + HOST + "X".repeat(20000) + ": y\r\n\r\n"),
                refused(
                        431,
                        "headers 100K",
                        "GET /x HTTP/1.1\r\n" + HOST + "Cookie: " + "a".repeat(100000) + "\r\n\r\n"),
                served("headers 15K ok", "GET /x HTTP/1.1\r\n" + HOST + "Cookie: " + "a".repeat(15000) + "\r\n\r\n"),
                served("body CL 65536", POST + "Content-Length: 65536\r\n\r\n" + "a".repeat(65536)),
                refused(413, "body CL 65537", POST + "Content-Length: 65537\r\n\r\n" + "a".repeat(65537)),
                refused(413, "body CL 5M", POST + "Content-Length: 5000000\r\n\r\n" + "a".repeat(5000000)),
                refused(
                        413,
                        "body chunk 65537",
                        POST + "Transfer-Encoding: chunked\r\n\r\n10001\r\n" + "a".repeat(65537) + "\r\n0\r\n\r\n"),
                refused(
                        413,
                        "body chunks 200K",
                        POST + "Transfer-Encoding: chunked\r\n\r\n"
                                + ("1000\r\n" + "a".repeat(4096) + "\r\n").repeat(50) + "0\r\n\r\n"),
                refused(400, "endless chunk line", POST + "Transfer-Encoding: chunked\r\n\r\n" + "1".repeat(3000000)));
    }

    /** What follows on the same connection. */
    private static List<Row> connections() {
        return List.of(
                served("expect, body sent", POST + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\nhello"),
                last(
                        "expect 100 unread /unread",
                        "POST /unread HTTP/1.1\r\n" + HOST + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n"),
                served("expect other", POST + "Expect: banana\r\nContent-Length: 5\r\n\r\nhello"),
                served("content-encoding gzip", POST + "Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello"),
                served(3, "pipelined 3", ("GET /unread HTTP/1.1\r\n" + END).repeat(3)),
                served(
                        2,
                        "pipelined post unread",
                        "POST /unread HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\n\r\nhelloGET /unread HTTP/1.1\r\n"
                                + END),
                served(
                        2,
                        "GET with body",
                        "GET /unread HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\n\r\nhelloGET /unread HTTP/1.1\r\n"
                                + END),
                last(
                        "close",
                        "GET /unread HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\nGET /unread HTTP/1.1\r\n" + END),
                served(
                        "h2c upgrade",
                        "GET /x HTTP/1.1\r\n" + HOST
                                + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n\r\n"),
                refused(400, "h2 prior knowledge", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                served("X-Client-CN spoof", "GET /x HTTP/1.1\r\n" + HOST + "X-Client-CN: evil\r\n\r\n"));
    }
}
