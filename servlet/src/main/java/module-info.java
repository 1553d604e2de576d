import org.jspecify.annotations.NullMarked;

/** Latchkey in a servlet container: one filter, the person behind a request, and a guard for the application's servlets. */
@NullMarked
module dev.latchkey.servlet {
    requires static transitive org.jspecify;
    requires transitive dev.latchkey;
    requires static transitive jakarta.servlet;

    exports dev.latchkey.servlet;
}
