package dev.latchkey.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.chance.Chance;
import dev.latchkey.chance.Tries;
import dev.latchkey.http.exchange.RequestHeader;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever is read here is read by another reader in the same way: a request with two meanings is smuggled. */
class HeadReaderTest {
    private static final String[] PIECES = {
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
        "Accept: */*"
    };

    private static final String PLAIN =
            "GET /a?b=c HTTP/1.1\r\nHost: localhost\r\nCookie: a=b\r\nAccept: */*\r\nCookie: c=d\r\nX: y\r\n\r\n";

    @Test
    void what_it_accepts_another_reader_understands_in_the_same_way() {
        Tries.run(20_000, chance -> assertReadAlike(mutated(chance).getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static void assertReadAlike(byte[] bytes) {
        Head head = new Head(bytes);
        try {
            if (!HeadReader.read(head, bytes, 0, bytes.length)) {
                return;
            }
        } catch (RefusedException e) {
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

    @Test
    void a_part_of_a_head_is_no_head_and_no_error() {
        byte[] bytes = PLAIN.getBytes(StandardCharsets.US_ASCII);
        for (int to = 0; to < bytes.length; to++) {
            assertThat(HeadReader.read(new Head(bytes), bytes, 0, to)).isFalse();
        }
    }

    private static String mutated(Chance chance) {
        StringBuilder text = new StringBuilder(PLAIN);
        for (int i = chance.between(0, 3); i > 0; i--) {
            int at = chance.between(0, text.length() - 1);
            String piece = chance.oneOf(PIECES);
            text.replace(at, Math.min(text.length(), at + chance.between(0, 3)), piece);
        }
        return text.toString();
    }
}
