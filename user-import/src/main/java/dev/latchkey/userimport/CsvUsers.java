package dev.latchkey.userimport;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Users from CSV with a header line, as spreadsheets and databases write it: with commas, semicolons, tabs or bars
 * between, Excel's {@code sep=} line before, double or single quotes, blanks around, and columns or rows of nothing.
 */
final class CsvUsers {
    private static final char[] SEPARATORS = {',', ';', '\t', '|'};
    private static final Pattern SEPARATOR_LINE = Pattern.compile("\\s*\"?sep=(.)\"?[^\\r\\n]*(\\r\\n|\\r|\\n)");

    private final Fields fields;
    private final String text;
    private final int linesBefore;
    private final char quote;
    private final char separator;
    private final List<String> header;
    private final List<Optional<String>> meant;

    private CsvUsers(String whole, Fields fields) {
        this.fields = fields;
        Matcher told = SEPARATOR_LINE.matcher(whole);
        boolean isTold = told.lookingAt();
        this.text = isTold ? whole.substring(told.end()) : whole;
        this.linesBefore = isTold ? 1 : 0;
        this.quote = text.stripLeading().startsWith("'") ? '\'' : '"';
        this.separator = isTold ? told.group(1).charAt(0) : mostKnown();
        this.header = header(separator);
        if (header.stream().noneMatch(fields::knows)) {
            throw new UnreadableFileException(
                    "its first line names no field that is known: it has " + header.size()
                            + (header.size() == 1 ? " column" : " columns") + ", " + names(),
                    "begin it with the names of its columns, such as username,password_hash");
        }
        this.meant = fields.of(header);
        require(Fields.USERNAME);
        require(Fields.PASSWORD_HASH);
    }

    static List<UserRow> read(String text, Fields fields) {
        if (text.isBlank()) {
            throw UserFile.empty();
        }
        try {
            return new CsvUsers(text, fields).rows();
        } catch (CsvParseException e) {
            throw new UnreadableFileException("it is not CSV: " + e.getMessage(), "export it anew, as CSV or JSON", e);
        } catch (IOException e) {
            throw FileText.unreadable(e);
        }
    }

    private char mostKnown() {
        char best = SEPARATORS[0];
        long most = 0;
        for (char candidate : SEPARATORS) {
            long known = header(candidate).stream().filter(fields::knows).count();
            if (known > most) {
                best = candidate;
                most = known;
            }
        }
        return best;
    }

    private CsvReader<CsvRecord> reader(char between) {
        return CsvReader.builder()
                .fieldSeparator(between)
                .quoteCharacter(quote)
                .trimWhitespacesAroundQuotes(true)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(text);
    }

    private List<String> header(char between) {
        try (CsvReader<CsvRecord> reader = reader(between)) {
            Iterator<CsvRecord> records = reader.iterator();
            return records.hasNext()
                    ? records.next().getFields().stream().map(CsvUsers::value).toList()
                    : List.of();
        } catch (CsvParseException notBetween) {
            // A quote is followed by neither that separator nor a line's end.
            return List.of();
        } catch (IOException e) {
            throw FileText.unreadable(e);
        }
    }

    private String names() {
        return header.stream()
                .limit(8)
                .map(Fields::shown)
                .reduce((one, next) -> one + ", " + next)
                .orElse("");
    }

    private void require(String name) {
        if (!meant.contains(Optional.of(name))) {
            throw new UnreadableFileException(
                    "its first line names no " + name + ", but " + names(),
                    name.equals(Fields.PASSWORD_HASH)
                            ? "for users without a password let there be a column password_hash with nothing in it"
                            : "if another column is meant: --rename THAT=" + name);
        }
    }

    private List<UserRow> rows() throws IOException {
        List<UserRow> rows = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = reader(separator)) {
            Iterator<CsvRecord> records = reader.iterator();
            records.next();
            while (records.hasNext()) {
                CsvRecord record = records.next();
                if (!record.getFields().stream().allMatch(field -> value(field).isEmpty())) {
                    rows.add(row(record));
                }
            }
        }
        return rows;
    }

    private UserRow row(CsvRecord record) {
        String place = "line " + (record.getStartingLineNumber() + linesBefore);
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i < Math.max(record.getFieldCount(), header.size()); i++) {
            String value = i < record.getFieldCount() ? value(record.getField(i)) : null;
            String name = i < header.size() ? meant.get(i).orElse(null) : null;
            check(place, record, i, value, name);
            if (name != null && value != null) {
                given.put(name, value);
            }
        }
        return new UserRow(place, given);
    }

    /** Excel leaves out what is empty at the end of a row; anything else that is missing or too much is a mistake. */
    private void check(String place, CsvRecord record, int column, @Nullable String value, @Nullable String name) {
        boolean isMissing =
                value == null && name != null && (name.equals(Fields.USERNAME) || name.equals(Fields.PASSWORD_HASH));
        boolean isTooMuch = value != null && !value.isEmpty() && column >= header.size();
        boolean isNameless = value != null
                && !value.isEmpty()
                && column < header.size()
                && header.get(column).isEmpty();
        if (isMissing || isTooMuch) {
            throw new UnreadableFileException(
                    place + " has " + record.getFieldCount() + " fields, and the header " + header.size(),
                    "a value with " + shown(separator)
                            + " in it must stand in quotes, and a quote that was opened must be" + " closed");
        }
        if (isNameless) {
            throw new UnreadableFileException(
                    place + " has something in column " + (column + 1) + ", to which the header gives no name",
                    "name that column in the first line, or leave it out");
        }
    }

    private static String shown(char separator) {
        return separator == '\t' ? "a tab" : "\"" + separator + "\"";
    }

    /** Without blanks around, and what databases write for nothing is nothing. */
    static String value(String field) {
        String bare = field.replaceAll("^[\\s\u00A0]+|[\\s\u00A0]+$", "");
        return bare.equals("\\N") || bare.equals("NULL") ? "" : bare;
    }
}
