package dev.latchkey.server.app;

import dev.latchkey.credential.HashingBulkhead;
import dev.latchkey.event.AuthEventListener;
import dev.latchkey.freshness.Freshness;
import dev.latchkey.http.endpoint.Services;
import dev.latchkey.login.Decoys;
import dev.latchkey.login.OwnSessions;
import dev.latchkey.login.PasswordChange;
import dev.latchkey.login.PasswordLogin;
import dev.latchkey.login.PasswordProof;
import dev.latchkey.login.Reauthentication;
import dev.latchkey.login.Visits;
import dev.latchkey.protection.SessionProtection;
import dev.latchkey.registration.PasswordRules;
import dev.latchkey.registration.Registration;
import dev.latchkey.remember.RememberMe;
import dev.latchkey.server.config.LifeSettings;
import dev.latchkey.server.config.Settings;
import dev.latchkey.session.SessionStore;
import dev.latchkey.session.Sessions;
import dev.latchkey.store.Transactions;
import dev.latchkey.throttle.Throttle;
import java.util.Optional;

/**
 * Core's services on open data, as the settings say.
 *
 * @param sessions everyone's sessions
 * @param rememberMe remembered browsers; empty where nobody is remembered
 * @param throttle counts attempts
 * @param decoys what is verified for names that nobody has
 * @param services what the API asks
 * @param users what an operator does with users while this runs
 */
record Core(
        Sessions sessions,
        Optional<RememberMe> rememberMe,
        Throttle throttle,
        Decoys decoys,
        Services services,
        Users users) {
    /**
     * Brings the services together.
     *
     * @param store keeps the sessions, perhaps with a cache in front
     * @param everything hears of all that happens
     */
    static Core of(
            Settings settings,
            OpenData data,
            SessionStore store,
            HashingBulkhead bulkhead,
            AuthEventListener everything) {
        Transactions transactions = data.database().transactions();
        AuthEventListener listener = everything.onceCommitted(transactions);
        LifeSettings life = settings.life();
        Sessions sessions = Sessions.builder(store, data.clock())
                .policy(settings.sessions())
                .tokens(data.tokens())
                .maxPerPrincipal(life.maxSessionsPerUser())
                .listener(listener)
                .build();
        Throttle throttle = Throttle.builder(data.database().throttleStore(), data.keys(), data.clock())
                .policy(life.throttle())
                .tokens(data.tokens())
                .listener(listener)
                .build();
        Optional<RememberMe> rememberMe = life.remember()
                .map(policy -> data.rememberMe(sessions)
                        .policy(policy)
                        .protection(life.protection())
                        .listener(listener)
                        .build());
        OwnSessions ownSessions = rememberMe
                .map(remembering -> OwnSessions.of(transactions, sessions, remembering))
                .orElseGet(() -> OwnSessions.withoutRememberMe(transactions, sessions));
        Decoys decoys = new Decoys(data.database().userStore(), data.hasher(), data.keys());
        PasswordProof proof = new PasswordProof(
                transactions,
                data.database().userStore(),
                data.hasher(),
                decoys,
                bulkhead,
                throttle,
                data.clock(),
                listener);
        PasswordRules rules = data.passwordRules();
        SessionProtection protection = life.protection();
        Services services = new Services(
                settings.sessions(),
                rememberMe
                        .map(remembering -> Visits.of(sessions, protection, remembering))
                        .orElseGet(() -> Visits.withoutRememberMe(sessions, protection)),
                login(proof, sessions, protection, rememberMe),
                new Reauthentication(proof, sessions, protection),
                new PasswordChange(proof, sessions, ownSessions, rules),
                ownSessions,
                new Freshness(life.freshFor(), data.clock()),
                life.isRegistrationOpen()
                        ? Optional.of(registration(data, bulkhead, throttle, rules, listener))
                        : Optional.empty(),
                listener);
        return new Core(sessions, rememberMe, throttle, decoys, services, data.users(ownSessions, listener));
    }

    private static PasswordLogin login(
            PasswordProof proof, Sessions sessions, SessionProtection protection, Optional<RememberMe> rememberMe) {
        PasswordLogin.Builder login = PasswordLogin.builder(proof, sessions).protection(protection);
        rememberMe.ifPresent(login::rememberMe);
        return login.build();
    }

    private static Registration registration(
            OpenData data,
            HashingBulkhead bulkhead,
            Throttle throttle,
            PasswordRules rules,
            AuthEventListener listener) {
        return new Registration(
                data.names(), data.hasher(), bulkhead, throttle, rules, data.tokens(), data.clock(), listener);
    }
}
