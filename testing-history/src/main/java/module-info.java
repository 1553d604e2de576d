import org.jspecify.annotations.NullMarked;

/** What clients were answered by several nodes under faults, judged. */
@NullMarked
module dev.latchkey.history {
    requires static transitive org.jspecify;

    exports dev.latchkey.history;
}
