import org.jspecify.annotations.NullMarked;

/** The model and the rules of Latchkey: sessions, credentials, login. Needs the JDK alone. */
@NullMarked
module dev.latchkey.core {
    requires static transitive org.jspecify;

    exports dev.latchkey.token;
    exports dev.latchkey.store;
    exports dev.latchkey.principal;
    exports dev.latchkey.browser;
    exports dev.latchkey.event;
    exports dev.latchkey.audit;
    exports dev.latchkey.credential;
    exports dev.latchkey.session;
    exports dev.latchkey.throttle;
    exports dev.latchkey.protection;
    exports dev.latchkey.remember;
    exports dev.latchkey.freshness;
    exports dev.latchkey.registration;
    exports dev.latchkey.login;
    exports dev.latchkey.memory;
    exports dev.latchkey.core;
}
