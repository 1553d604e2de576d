import org.jspecify.annotations.NullMarked;

/** The HTTP protocol of Latchkey without a server: an adapter fills a request and writes a response. */
@NullMarked
module dev.latchkey.http {
    requires static transitive org.jspecify;
    requires transitive dev.latchkey.core;
    requires tools.jackson.core;

    exports dev.latchkey.http.exchange;
    exports dev.latchkey.http.answer;
    exports dev.latchkey.http.browser;
    exports dev.latchkey.http.cookie;
    exports dev.latchkey.http.origin;
    exports dev.latchkey.http.csrf;
    exports dev.latchkey.http.deployment;
    exports dev.latchkey.http.diagnosis;
    exports dev.latchkey.http.forwarding;
    exports dev.latchkey.http.problem;
    exports dev.latchkey.http.setting;
    exports dev.latchkey.http.guard;
    exports dev.latchkey.http.api;
    exports dev.latchkey.http.api.events;
    exports dev.latchkey.http.wire to
            dev.latchkey.doctor,
            dev.latchkey.server,
            dev.latchkey.site,
            dev.latchkey.userimport;
}
