package dev.latchkey.engine;

import dev.latchkey.http.exchange.RequestHeader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The head of one HTTP/1.1 request: what its lines say, and where the values are that somebody may ask for. */
@SuppressWarnings("EnumOrdinal") // an index for the life of one request, never kept or sent
final class Head implements EngineRequest.Fields {
    private static final RequestHeader[] NONE = {};
    private static final RequestHeader[][] BY_LENGTH = byLength();

    /** No length was told: there is no body. */
    static final long NO_LENGTH = -1;

    private final byte[] bytes;
    private int[] lines = new int[36];
    private int count;
    private int present;
    private final @Nullable Object[] values = new Object[RequestHeader.values().length];

    String method = "";
    String rawPath = "";
    String rawQuery = "";
    boolean isOld;
    boolean isChunked;
    boolean asksToClose;
    boolean asksToContinue;
    long contentLength = NO_LENGTH;

    /** The first byte after the head. */
    int end;

    Head(byte[] bytes) {
        this.bytes = bytes;
    }

    private static RequestHeader[][] byLength() {
        RequestHeader[][] byLength = new RequestHeader[64][];
        for (RequestHeader header : RequestHeader.values()) {
            int length = header.fieldName().length();
            List<RequestHeader> same = new ArrayList<>(List.of(byLength[length] == null ? NONE : byLength[length]));
            same.add(header);
            byLength[length] = same.toArray(NONE);
        }
        return byLength;
    }

    /** A field line whose name and value are where these say. */
    void add(int name, int nameEnd, int value, int valueEnd) {
        int length = nameEnd - name;
        RequestHeader[] candidates = length < BY_LENGTH.length ? BY_LENGTH[length] : null;
        if (candidates != null) {
            for (RequestHeader header : candidates) {
                if (is(header.fieldName(), name)) {
                    note(header, value, valueEnd);
                    return;
                }
            }
        }
        switch (length) {
            case 14 -> addContentLength(name, value, valueEnd);
            case 17 -> addTransferEncoding(name, value, valueEnd);
            case 6 ->
                asksToContinue |= is("expect", name) && text(value, valueEnd).equalsIgnoreCase("100-continue");
            default -> {
                // nobody asks for it
            }
        }
    }

    private void note(RequestHeader header, int value, int valueEnd) {
        if (count + 3 > lines.length) {
            lines = Arrays.copyOf(lines, 2 * lines.length);
        }
        lines[count] = header.ordinal();
        lines[count + 1] = value;
        lines[count + 2] = valueEnd;
        count += 3;
        present |= 1 << header.ordinal();
    }

    private void addContentLength(int name, int value, int valueEnd) {
        if (is("content-length", name)) {
            // Told twice, it could be read in two ways, even where both agree now.
            if (contentLength != NO_LENGTH || valueEnd == value || valueEnd - value > 18) {
                throw RefusedException.malformed();
            }
            contentLength = 0;
            for (int i = value; i < valueEnd; i++) {
                if (bytes[i] < '0' || bytes[i] > '9') {
                    throw RefusedException.malformed();
                }
                contentLength = 10 * contentLength + bytes[i] - '0';
            }
        }
    }

    private void addTransferEncoding(int name, int value, int valueEnd) {
        if (is("transfer-encoding", name)) {
            if (isChunked || !text(value, valueEnd).equalsIgnoreCase("chunked")) {
                throw RefusedException.malformed();
            }
            isChunked = true;
        }
    }

    /** Whether the name that begins there is that one; it is as long as that, and of token characters. */
    private boolean is(String fieldName, int name) {
        for (int i = 0; i < fieldName.length(); i++) {
            if ((bytes[name + i] | 0x20) != (fieldName.charAt(i) | 0x20)) {
                return false;
            }
        }
        return true;
    }

    /**
     * All lines were read.
     *
     * @throws RefusedException when two servers could understand them in two ways
     */
    void complete() {
        List<String> hosts = of(RequestHeader.HOST);
        if (hosts.size() != 1
                || !Syntax.isAuthority(hosts.getFirst())
                || !Syntax.isTarget(method, rawPath, rawQuery)
                || (isChunked && (contentLength != NO_LENGTH || isOld))) {
            throw RefusedException.malformed();
        }
        asksToClose = isOld
                || of(RequestHeader.CONNECTION).stream()
                        .flatMap(line -> List.of(line.split(",", -1)).stream())
                        .anyMatch(option -> option.strip().equalsIgnoreCase("close"));
        asksToContinue &= !isOld;
    }

    boolean hasBody() {
        return isChunked || contentLength > 0;
    }

    @Override
    @SuppressWarnings("unchecked")
    public List<String> of(RequestHeader header) {
        int ordinal = header.ordinal();
        if ((present & 1 << ordinal) == 0) {
            return List.of();
        }
        List<String> known = (List<String>) values[ordinal];
        if (known == null) {
            known = read(ordinal);
            values[ordinal] = known;
        }
        return known;
    }

    private List<String> read(int ordinal) {
        String first = null;
        List<String> all = null;
        for (int i = 0; i < count; i += 3) {
            if (lines[i] == ordinal) {
                String value = text(lines[i + 1], lines[i + 2]);
                if (first == null) {
                    first = value;
                    continue;
                }
                if (all == null) {
                    all = new ArrayList<>(List.of(first));
                }
                all.add(value);
            }
        }
        return all != null ? List.copyOf(all) : first == null ? List.of() : List.of(first);
    }

    /** A byte beyond ASCII becomes a character that nobody could mean. */
    String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }
}
