import org.jspecify.annotations.NullMarked;

/** The contracts of Latchkey's SPIs as tests: extend one, supply the store, run it. */
@NullMarked
module dev.latchkey.testkit {
    requires static transitive org.jspecify;
    requires transitive dev.latchkey.core;
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;
    requires org.junit.jupiter.params;
    requires static com.networknt.schema;
    requires static tools.jackson.databind;

    exports dev.latchkey.testkit;
}
