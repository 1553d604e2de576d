package dev.latchkey.userimport;

import dev.latchkey.http.exchange.Printable;
import dev.latchkey.http.setting.Finding;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with one row, each with its place. */
final class RowFindings {
    private final UserRow row;
    private final List<Finding> all = new ArrayList<>();

    RowFindings(UserRow row) {
        this.row = row;
    }

    void add(String field, String value, String why, String cure) {
        all.add(Finding.refused(row.label() + ": " + field, Printable.sentence(value, 80), why, cure));
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    List<Finding> all() {
        return all;
    }
}
