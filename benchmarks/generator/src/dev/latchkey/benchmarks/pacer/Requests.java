package dev.latchkey.benchmarks.pacer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/**
 * The bytes of every request, put together when it is sent from a head and the next line of a file, which is kept as it
 * is: millions of lines take their own size and no more.
 */
final class Requests {
    private static final int LONGEST_REQUEST = 64 * 1024;
    private static final byte[] COOKIE = ascii("Cookie: ");
    private static final byte[] END = ascii("\r\n\r\n");

    private final ByteBuffer request = ByteBuffer.allocateDirect(LONGEST_REQUEST);
    private final byte[] head;
    private final byte[] lines;
    private final boolean posts;
    private int next;

    private Requests(byte[] head, byte[] lines, boolean posts) {
        this.head = head;
        this.lines = lines;
        this.posts = posts;
    }

    static Requests of(int port, Options.StreamOptions options) throws IOException {
        String host = "localhost:" + port;
        String head = options.posts()
                ? "POST " + options.path() + " HTTP/1.1\r\nHost: " + host + "\r\nOrigin: http://" + host
                        + "\r\nContent-Type: application/json\r\nContent-Length: "
                : "GET " + options.path() + " HTTP/1.1\r\nHost: " + host + "\r\n";
        byte[] lines = options.lines() == null ? new byte[0] : Files.readAllBytes(options.lines());
        return new Requests(ascii(head), lines, options.posts());
    }

    /** The next request, to be written to its end before the next is taken. */
    ByteBuffer next() {
        int from = next;
        int to = from;
        while (to < lines.length && lines[to] != '\n') {
            to++;
        }
        next = to + 1 < lines.length ? to + 1 : 0;
        request.clear().put(head);
        if (posts) {
            request.put(ascii((to - from) + "\r\n\r\n")).put(lines, from, to - from);
        } else if (to > from) {
            request.put(COOKIE).put(lines, from, to - from).put(END, 0, 4);
        } else {
            request.put(END, 0, 2);
        }
        return request.flip();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
