package dev.latchkey.userimport;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a file of users holds. Whether it is CSV or JSON is told by what is in it, not by its name.
 *
 * @param rows the users, at least one
 * @param remarks what is worth knowing beside them, and of how many
 */
record UserFile(List<UserRow> rows, Map<String, Integer> remarks) {
    private static final int MAX_USERS = 100_000;

    static UserFile read(Path file, ImportOptions options) {
        String text = FileText.read(file);
        Exports exports = new Exports(options);
        List<UserRow> rows =
                JsonUsers.isJson(text) ? JsonUsers.read(text, exports) : CsvUsers.read(text, new Fields(options));
        if (rows.isEmpty()) {
            throw empty();
        }
        if (rows.size() > MAX_USERS) {
            throw new UnreadableFileException(
                    "it holds " + rows.size() + " users, and at most " + MAX_USERS + " go in at once", "split it");
        }
        if (rows.stream().noneMatch(row -> row.names(Fields.PASSWORD_HASH))) {
            throw new UnreadableFileException(
                    "no user in it has a password_hash",
                    "export it with the hashes; for users without a password write it and let it be empty");
        }
        return new UserFile(rows, exports.remarks());
    }

    static UnreadableFileException empty() {
        return new UnreadableFileException("there are no users in it", "export it anew, with the users");
    }
}
