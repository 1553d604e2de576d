package dev.latchkey.site.files;

import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of a file a request asks for (RFC 9110 §14.2): players of videos ask for parts. One range is given; whoever asks
 * for several gets the whole, as does who has another file in mind.
 */
sealed interface ByteRange {
    /** Says that parts are to be had. */
    HeaderField ACCEPTED = new HeaderField("Accept-Ranges", "bytes");

    /** Longer numbers are no place in any file. */
    Pattern ONE_RANGE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})", Pattern.CASE_INSENSITIVE);

    /** All of it. */
    record Whole() implements ByteRange {}

    /**
     * A part.
     *
     * @param first its first byte, from 0
     * @param last its last byte
     */
    record Part(long first, long last) implements ByteRange {
        HeaderField header(long length) {
            return new HeaderField("Content-Range", "bytes " + first + "-" + last + "/" + length);
        }
    }

    /** A part that there is not. */
    record Outside() implements ByteRange {
        HeaderField header(long length) {
            return new HeaderField("Content-Range", "bytes */" + length);
        }
    }

    /** What that request asks for of a file with that tag and so many bytes. */
    static ByteRange of(Request request, String etag, long length) {
        List<String> ranges = request.header(RequestHeader.RANGE);
        List<String> known = request.header(RequestHeader.IF_RANGE);
        boolean isForThis = known.isEmpty() || known.equals(List.of(etag));
        if (ranges.size() != 1 || !isForThis || !request.method().equals("GET")) {
            return new Whole();
        }
        Matcher range = ONE_RANGE.matcher(ranges.getFirst().strip());
        return range.matches() ? of(range.group(1), range.group(2), length) : new Whole();
    }

    private static ByteRange of(String from, String to, long length) {
        if (from.isEmpty()) {
            return to.isEmpty() ? new Whole() : last(Long.parseLong(to), length);
        }
        long first = Long.parseLong(from);
        long last = to.isEmpty() ? Long.MAX_VALUE : Long.parseLong(to);
        if (last < first) {
            return new Whole();
        }
        return first < length ? new Part(first, Math.min(last, length - 1)) : new Outside();
    }

    private static ByteRange last(long count, long length) {
        return count == 0 || length == 0 ? new Outside() : new Part(Math.max(0, length - count), length - 1);
    }
}
