package dev.latchkey.benchmarks.pacer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The bytes of every request, made before the first is sent and handed out in turn. */
final class Requests {
    private final ByteBuffer[] prepared;
    private int next;

    private Requests(ByteBuffer[] prepared) {
        this.prepared = prepared;
    }

    static Requests of(int port, String path, Path cookieFile) throws IOException {
        List<String> cookies = cookieFile == null ? List.of("") : Files.readAllLines(cookieFile);
        ByteBuffer[] prepared = new ByteBuffer[cookies.size()];
        for (int i = 0; i < prepared.length; i++) {
            String head = "GET " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n"
                    + (cookies.get(i).isEmpty() ? "" : "Cookie: " + cookies.get(i) + "\r\n") + "\r\n";
            byte[] bytes = head.getBytes(StandardCharsets.US_ASCII);
            prepared[i] = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
        }
        return new Requests(prepared);
    }

    /** The next request, to be written to its end before the next is taken. */
    ByteBuffer next() {
        ByteBuffer request = prepared[next];
        next = next + 1 == prepared.length ? 0 : next + 1;
        return request.rewind();
    }
}
