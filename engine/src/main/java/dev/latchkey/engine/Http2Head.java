package dev.latchkey.engine;

import static dev.latchkey.engine.HeadReader.demand;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the head of an HTTP/2 request down as HTTP/1.1 would have sent it, so that one reader says of both what a request
 * is. What could become another line by that is refused before (RFC 9113 §8.2.1, §10.3).
 */
final class Http2Head {
    private static final AsciiString HOST = AsciiString.cached("host");
    private static final AsciiString VERSION = AsciiString.cached(" HTTP/1.1\r\n");

    private Http2Head() {}

    /**
     * The same head.
     *
     * @throws RefusedException with the first rule that it breaks
     */
    static Head read(Http2Headers headers) {
        CharSequence authority = headers.authority();
        ByteBuf out = Unpooled.buffer(1024);
        word(out, headers.method());
        out.writeByte(' ');
        word(out, headers.path());
        write(out, VERSION);
        if (authority != null) {
            field(out, HOST, AsciiString.of(authority));
        }
        int pseudo = 0;
        for (Map.Entry<CharSequence, CharSequence> line : headers) {
            AsciiString name = AsciiString.of(line.getKey());
            AsciiString value = AsciiString.of(line.getValue());
            if (name.startsWith(":")) {
                pseudo++;
            } else if (authority != null && name.equals(HOST)) {
                demand(value.contentEquals(authority));
            } else {
                field(out, name, value);
            }
        }
        demand(pseudo == 2 + (headers.scheme() == null ? 0 : 1) + (authority == null ? 0 : 1)); // each of them once
        out.writeShort('\r' << 8 | '\n');
        Head head = new Head(out.array());
        demand(HeadReader.read(head, out.array(), 0, out.writerIndex()));
        return head;
    }

    private static void word(ByteBuf out, @Nullable CharSequence text) {
        demand(text != null && Syntax.isAll(Syntax.QUERY, text));
        write(out, AsciiString.of(text));
    }

    private static void field(ByteBuf out, AsciiString name, AsciiString value) {
        int length = value.length();
        boolean isPadded =
                length > 0 && (HeadReader.isBlank(value.byteAt(0)) || HeadReader.isBlank(value.byteAt(length - 1)));
        demand(!isPadded && Syntax.isAll(Syntax.TOKEN, name) && Syntax.isAll(Syntax.VALUE, value));
        write(out, name);
        out.writeByte(':');
        write(out, value);
        out.writeShort('\r' << 8 | '\n');
    }

    private static void write(ByteBuf out, AsciiString text) {
        out.writeBytes(text.array(), text.arrayOffset(), text.length());
    }
}
