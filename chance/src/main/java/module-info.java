import org.jspecify.annotations.NullMarked;

/** Tests of many values, drawn from a seed. */
@NullMarked
module dev.latchkey.chance {
    requires static transitive org.jspecify;

    exports dev.latchkey.chance;
}
