package dev.latchkey.engine;

import dev.latchkey.http.exchange.RequestHeader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The head of one request: its request line, and where its field lines are; a value becomes text when somebody asks for
 * it. While its end has not come, or when it breaks a rule, it holds what was read before that.
 */
@SuppressWarnings("EnumOrdinal") // an index for the life of one request, never kept or sent
final class Head {
    /** No length was told: there is no body. */
    static final long NO_LENGTH = -1;

    /** What stands for a method or a path that was not read. */
    static final String UNKNOWN = "-";

    private static final int[] KEYS = Stream.of(RequestHeader.values())
            .mapToInt(header -> key(header.fieldName()))
            .toArray();

    /** Of each line: the key of its name, where that is, where its value is, and the end of that. */
    private int[] lines = new int[64];

    private final byte[] bytes;
    private int count;
    private long keys;
    private final @Nullable Object[] asked = new Object[RequestHeader.values().length];

    String method = UNKNOWN;
    String rawPath = UNKNOWN;
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

    /** A field line whose name and value are where these say. */
    void add(int name, int nameEnd, int value, int valueEnd) {
        if (count + 4 > lines.length) {
            lines = Arrays.copyOf(lines, 2 * lines.length);
        }
        int key = key(bytes[name], bytes[nameEnd - 1], nameEnd - name);
        lines[count] = key;
        lines[count + 1] = name;
        lines[count + 2] = value;
        lines[count + 3] = valueEnd;
        count += 4;
        keys |= bit(key);
    }

    /** Most names differ in it, whatever their case. */
    private static int key(int first, int last, int length) {
        return (first | 0x20) << 24 | (last | 0x20) << 16 | length;
    }

    private static int key(String name) {
        return key(name.charAt(0), name.charAt(name.length() - 1), name.length());
    }

    /** Most questions are for a line that there is not: a bit that is not set answers them. */
    private static long bit(int key) {
        return 1L << ((key * 0x9E3779B9) >>> 26);
    }

    /**
     * All lines were read.
     *
     * @throws RefusedException when two servers could understand them in two ways
     */
    void complete() {
        List<String> hosts = of(RequestHeader.HOST);
        List<String> lengths = of("Content-Length");
        List<String> codings = of("Transfer-Encoding");
        List<String> expectations = of("Expect");
        isChunked = !codings.isEmpty();
        // A length that is told twice could be read in two ways, even where both agree now.
        boolean isFramed = isChunked
                ? lengths.isEmpty() && !isOld && codings.size() == 1 && "chunked".equalsIgnoreCase(codings.getFirst())
                : lengths.isEmpty() || (lengths.size() == 1 && isLength(lengths.getFirst()));
        if (hosts.size() != 1
                || !Syntax.isAuthority(hosts.getFirst())
                || !Syntax.isTarget(method, rawPath, rawQuery)
                || !isFramed) {
            throw RefusedException.malformed();
        }
        contentLength = lengths.isEmpty() ? NO_LENGTH : Long.parseLong(lengths.getFirst());
        asksToClose = isOld || hasConnectionOption("close");
        asksToContinue = !isOld && expectations.size() == 1 && "100-continue".equalsIgnoreCase(expectations.getFirst());
    }

    /** A loop, not a stream: every request is asked. */
    private boolean hasConnectionOption(String wanted) {
        for (String line : of(RequestHeader.CONNECTION)) {
            for (String option : line.split(",", -1)) {
                if (option.strip().equalsIgnoreCase(wanted)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isLength(String text) {
        return Syntax.isDigits(text) && text.length() <= 18;
    }

    boolean hasBody() {
        return isChunked || contentLength > 0;
    }

    /** Every line of that name, in order. */
    @SuppressWarnings("unchecked")
    List<String> of(RequestHeader header) {
        int ordinal = header.ordinal();
        if ((keys & bit(KEYS[ordinal])) == 0) {
            return List.of();
        }
        List<String> known = (List<String>) asked[ordinal];
        if (known == null) {
            known = of(header.fieldName(), KEYS[ordinal]);
            asked[ordinal] = known;
        }
        return known;
    }

    private List<String> of(String fieldName) {
        return of(fieldName, key(fieldName));
    }

    private List<String> of(String fieldName, int key) {
        List<String> found = List.of();
        for (int i = 0; i < count; i += 4) {
            if (lines[i] == key && is(fieldName, lines[i + 1])) {
                String value = text(lines[i + 2], lines[i + 3]);
                found = found.isEmpty()
                        ? List.of(value)
                        : Stream.concat(found.stream(), Stream.of(value)).toList();
            }
        }
        return found;
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

    /** Whose page asked is not believed of a request that could not be read: two servers might read two origins. */
    void disown() {
        asked[RequestHeader.ORIGIN.ordinal()] = List.of();
    }

    /** A byte beyond ASCII becomes a character that nobody could mean. */
    String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }
}
