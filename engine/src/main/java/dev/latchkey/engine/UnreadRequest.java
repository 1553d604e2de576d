package dev.latchkey.engine;

import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What can be told of a request that cannot be read, or whose end never came: enough to see who wants to know. */
final class UnreadRequest implements Request {
    private static final String UNKNOWN = "-";

    private final List<String> lines;
    private final InetAddress peer;
    private final boolean isTls;

    /** Of an HTTP/1.1 head, as far as it came. */
    UnreadRequest(byte[] bytes, int from, InetAddress peer, boolean isTls) {
        this.lines = new String(bytes, from, bytes.length - from, StandardCharsets.ISO_8859_1)
                .lines()
                .takeWhile(line -> !line.isEmpty())
                .toList();
        this.peer = peer;
        this.isTls = isTls;
    }

    /** Of which nothing can be told. */
    static UnreadRequest unknown(InetAddress peer, boolean isTls) {
        return new UnreadRequest(new byte[0], 0, peer, isTls);
    }

    private String word(int index) {
        String[] words = lines.isEmpty() ? new String[0] : lines.getFirst().split(" ", 3);
        return words.length > index ? words[index] : UNKNOWN;
    }

    @Override
    public String method() {
        return word(0);
    }

    @Override
    public String rawPath() {
        return word(1).split("\\?", 2)[0];
    }

    @Override
    public String rawQuery() {
        return "";
    }

    @Override
    public List<String> header(RequestHeader name) {
        return lines.stream()
                .skip(1)
                .flatMap(line -> value(line, name.fieldName()).stream())
                .toList();
    }

    private static Optional<String> value(String line, String name) {
        return line.length() > name.length()
                        && line.charAt(name.length()) == ':'
                        && line.regionMatches(true, 0, name, 0, name.length())
                ? Optional.of(line.substring(name.length() + 1).strip())
                : Optional.empty();
    }

    @Override
    public InetAddress peerAddress() {
        return peer;
    }

    @Override
    public boolean isTls() {
        return isTls;
    }

    @Override
    public Body body(int maxBytes) {
        return new Body.TimedOut();
    }
}
