import org.jspecify.annotations.NullMarked;

/** What a browser is shown: the page and what it needs, the files of a build, and refusals in words a person reads. */
@NullMarked
module dev.latchkey.site {
    requires static transitive org.jspecify;
    requires transitive dev.latchkey.settings;
    requires com.github.benmanes.caffeine;
    requires io.pebbletemplates;

    exports dev.latchkey.site;
    exports dev.latchkey.site.files;
    exports dev.latchkey.site.page;
    exports dev.latchkey.site.refusal;
}
