package dev.latchkey.userimport;

import dev.latchkey.http.exchange.Printable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The text of a file, in whichever encoding spreadsheets and databases write: UTF-8, or UTF-16 as Excel's "Unicode text"
 * has it. What is in another, or is no text at all, is refused by its name and with what to do.
 */
final class FileText {
    /** Enough for as many users as go in at once with every field at its longest likely size. */
    private static final int MAX_BYTES = 128 * 1024 * 1024;

    /** How far is looked to tell what has no mark. */
    private static final int LOOKED_AT = 512;

    /** First bytes, in hexadecimal digits, of files that are taken for CSV now and then; what they are, and what to do. */
    private static final Map<String, Map.Entry<String, String>> NO_TEXT = new LinkedHashMap<>();

    static {
        NO_TEXT.put(
                "504b0304", Map.entry("it is a workbook of Excel or another ZIP file", "save the sheet as CSV UTF-8"));
        NO_TEXT.put("d0cf11e0", Map.entry("it is a workbook of an old Excel", "save the sheet as CSV UTF-8"));
        NO_TEXT.put("1f8b", Map.entry("it is compressed", "unpack it first, with gunzip"));
        NO_TEXT.put(
                "53514c69746520666f726d6174",
                Map.entry("it is a database of SQLite", "export the table of users as CSV"));
        NO_TEXT.put("0000feff", Map.entry("it is UTF-32", "export it as UTF-8"));
        NO_TEXT.put("fffe0000", Map.entry("it is UTF-32", "export it as UTF-8"));
    }

    private static final Pattern SQL =
            Pattern.compile("(?i)(--|/\\*|insert into |create table |copy |set |begin;|pragma ).*", Pattern.DOTALL);

    private FileText() {}

    static String read(Path file) {
        byte[] bytes = bytes(file);
        String start = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 16));
        NO_TEXT.forEach((mark, known) -> {
            if (start.startsWith(mark)) {
                throw new UnreadableFileException(known.getKey(), known.getValue());
            }
        });
        String text = decode(file, bytes);
        String unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
        refuseOther(unmarked);
        return unmarked;
    }

    private static byte[] bytes(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new UnreadableFileException("it is a folder", "name one file in it");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new UnreadableFileException("it has more than " + MAX_BYTES + " bytes", "split it");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new UnreadableFileException("there is no such file", "name the one that was exported", e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    static UnreadableFileException unreadable(IOException cause) {
        return new UnreadableFileException(
                "it cannot be read: " + cause.getMessage(),
                "see whether this account may read it, and whether its disk is well",
                cause);
    }

    private static String decode(Path file, byte[] bytes) {
        Optional<Charset> wide = utf16(bytes);
        Charset charset = wide.orElse(StandardCharsets.UTF_8);
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        if (decoder.decode(in, out, true).isError()) {
            throw wide.isPresent()
                    ? new UnreadableFileException(
                            "it begins as UTF-16, and after " + in.position() + " bytes it is none any more",
                            "export it as UTF-8")
                    : notUtf8(file, bytes, in.position());
        }
        return out.flip().toString();
    }

    /** By its mark, or by the zeros that every second byte of a text in Latin letters is. */
    private static Optional<Charset> utf16(byte[] bytes) {
        int[] zeros = new int[2];
        int length = Math.min(bytes.length, LOOKED_AT) & ~1;
        for (int i = 0; i < length; i++) {
            zeros[i & 1] += bytes[i] == 0 ? 1 : 0;
        }
        boolean isMarkedBig = length > 0 && bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF;
        boolean isMarkedLittle = length > 0 && bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE;
        if (isMarkedBig || (zeros[0] > length / 4 && zeros[1] == 0)) {
            return Optional.of(StandardCharsets.UTF_16BE);
        }
        return isMarkedLittle || (zeros[1] > length / 4 && zeros[0] == 0)
                ? Optional.of(StandardCharsets.UTF_16LE)
                : Optional.empty();
    }

    private static UnreadableFileException notUtf8(Path file, byte[] bytes, int position) {
        int line = 1;
        for (int i = 0; i < position; i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        String read = new String(bytes, position, 1, Charset.forName("windows-1252"));
        String name =
                file.getFileName() == null ? "users.csv" : file.getFileName().toString();
        return new UnreadableFileException(
                "it is not UTF-8: line " + line + " holds the byte 0x"
                        + HexFormat.of().withUpperCase().toHexDigits(bytes[position])
                        + ", which in Windows-1252, that Excel writes as \"CSV\", is " + Printable.sentence(read, 80),
                "save it as \"CSV UTF-8\", or: iconv -f WINDOWS-1252 -t UTF-8 " + quoted(file.toString()) + " > "
                        + quoted("utf-8-" + name));
    }

    /** As a shell takes it. */
    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9_./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private static void refuseOther(String text) {
        String start = text.substring(0, Math.min(text.length(), LOOKED_AT)).stripLeading();
        if (text.indexOf('\0') >= 0) {
            throw new UnreadableFileException("it holds zero bytes, which no text does", "export it as CSV or JSON");
        }
        if (start.startsWith("<")) {
            throw new UnreadableFileException("it is HTML or XML", "export the users as CSV or JSON");
        }
        if (SQL.matcher(start).matches()) {
            throw new UnreadableFileException(
                    "it is SQL, perhaps a dump of a whole database",
                    "export the table of users as CSV, for instance with: psql -c \"\\copy (select username,"
                            + " password_hash from users) to 'users.csv' csv header\"");
        }
    }
}
