import org.jspecify.annotations.NullMarked;

/** The model and the rules of Latchkey: sessions, credentials, login. Needs the JDK alone. */
@NullMarked
module dev.latchkey.core {
    requires static transitive org.jspecify;

    exports dev.latchkey.core.token;
    exports dev.latchkey.core.store;
    exports dev.latchkey.core.principal;
    exports dev.latchkey.core.browser;
    exports dev.latchkey.core.event;
    exports dev.latchkey.core.audit;
    exports dev.latchkey.core.credential;
    exports dev.latchkey.core.session;
    exports dev.latchkey.core.throttle;
    exports dev.latchkey.core.protection;
    exports dev.latchkey.core.remember;
    exports dev.latchkey.core.freshness;
    exports dev.latchkey.core.account;
    exports dev.latchkey.core.login;
    exports dev.latchkey.core.memory;
    exports dev.latchkey.core;
}
