package dev.latchkey.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.exchange.RequestHeader;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever is read here is read by another reader in the same way: a request with two meanings is smuggled. */
class HeadReaderTest {
    private static final List<String> PIECES = List.of(
            "GET",
            "POST",
            "OPTIONS",
            " ",
            "  ",
            "\t",
            "/",
            "/a?b=c",
            "*",
            "/%41",
            "%",
            "HTTP/1.1",
            "HTTP/1.0",
            "\r\n",
            "\n",
            "\r",
            "Host",
            "Host: a",
            ": ",
            ":",
            "Cookie: a=b; c=d",
            "Content-Length: 5",
            "Content-Length: 05",
            "Transfer-Encoding: chunked",
            "Connection: close",
            "X: y",
            "\u0000",
            "\u00ff",
            " folded",
            ",",
            "Accept: */*");

    private static final String PLAIN =
            "GET /a?b=c HTTP/1.1\r\nHost: localhost\r\nCookie: a=b\r\nAccept: */*\r\nCookie: c=d\r\nX: y\r\n\r\n";

    @Property(tries = 20_000)
    void what_it_accepts_another_reader_understands_in_the_same_way(@ForAll long seed) {
        byte[] bytes = mutated(new Random(seed)).getBytes(StandardCharsets.ISO_8859_1);
        Head head;
        try {
            head = new HeadReader().read(bytes, 0, bytes.length);
        } catch (RefusedException e) {
            return;
        }
        if (head == null) {
            return;
        }
        EmbeddedChannel other = new EmbeddedChannel(new HttpRequestDecoder(new HttpDecoderConfig()
                .setMaxInitialLineLength(HeadReader.MAX_REQUEST_LINE)
                .setMaxHeaderSize(HeadReader.MAX_FIELDS)));
        other.writeInbound(Unpooled.wrappedBuffer(bytes, 0, head.end));
        HttpRequest theirs = other.readInbound();
        assertThat(theirs.decoderResult().isSuccess()).isTrue();
        assertThat(theirs.method().name()).isEqualTo(head.method);
        assertThat(theirs.uri()).startsWith(head.rawPath).endsWith(head.rawQuery);
        for (RequestHeader header : RequestHeader.values()) {
            List<String> values = theirs.headers().getAll(header.fieldName()).stream()
                    .map(value -> value.replaceAll("[^\\x00-\\x7f]", "\ufffd"))
                    .toList();
            assertThat(head.of(header)).isEqualTo(values);
        }
        other.finishAndReleaseAll();
    }

    @Property(tries = 2_000)
    void a_part_of_a_head_is_no_head_and_no_error(@ForAll long seed) {
        byte[] bytes = PLAIN.getBytes(StandardCharsets.US_ASCII);
        int to = new Random(seed).nextInt(bytes.length);

        assertThat(new HeadReader().read(bytes, 0, to)).isNull();
    }

    private static String mutated(Random random) {
        StringBuilder text = new StringBuilder(PLAIN);
        for (int i = random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(text.length());
            String piece = PIECES.get(random.nextInt(PIECES.size()));
            text.replace(at, Math.min(text.length(), at + random.nextInt(4)), piece);
        }
        return text.toString();
    }
}
