package dev.latchkey.jdbc.schema;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The databases that there are scripts for. */
public enum Dialect {
    /** SQLite, 3.37 and later. */
    SQLITE("SQLite", 3, 4),
    /** PostgreSQL, 13 and later. */
    POSTGRESQL("PostgreSQL", 4, 6),
    /** H2, 2.2 and later: for tests and for trying things out. */
    H2("H2", 4, 4);

    private final String product;
    private final int first;
    private final int version;

    /** Named as its driver names the product; the first version of the tables that it had, and the newest. */
    Dialect(String product, int first, int version) {
        this.product = product;
        this.first = first;
        this.version = version;
    }

    /** The version of the tables that this program makes and knows. */
    public int version() {
        return version;
    }

    /** As a person writes it on the command line: {@code postgresql}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that label. */
    public static Optional<Dialect> labelled(String label) {
        return Arrays.stream(values())
                .filter(dialect -> dialect.label().equals(label))
                .findFirst();
    }

    /**
     * The one of a database, as its driver tells.
     *
     * @throws IllegalArgumentException when there are no scripts for that database, naming it and those that there are
     */
    public static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return Arrays.stream(values())
                .filter(dialect -> dialect.product.equals(product))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("data source: a database of "
                        + Arrays.stream(values()).map(each -> each.product).collect(Collectors.joining(", "))
                        + " is expected, not " + product));
    }

    /** The scripts that take a database of that version along to {@link #version}, in order; 0: a new one. */
    public List<SchemaScript> scriptsAfter(int after) {
        return IntStream.rangeClosed(Math.max(after + 1, first), version)
                .mapToObj(each -> SchemaScript.of(this, each))
                .toList();
    }

    /** All that makes the tables in an empty database, for whoever runs it by hand. */
    public String script() {
        return scriptsAfter(0).stream().map(SchemaScript::text).collect(Collectors.joining("\n"));
    }
}
