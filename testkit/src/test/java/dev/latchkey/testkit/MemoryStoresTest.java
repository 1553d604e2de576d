package dev.latchkey.testkit;

import dev.latchkey.credential.UserStore;
import dev.latchkey.memory.MemorySessionStore;
import dev.latchkey.memory.MemoryUserStore;
import dev.latchkey.session.SessionStore;
import dev.latchkey.store.SecretStore;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Nested;

/** The in-memory stores are the reading of the SPIs that every other store is held to. */
class MemoryStoresTest {
    @Nested
    class Sessions extends SessionStoreContract {
        @Override
        protected SessionStore newStore() {
            return new MemorySessionStore();
        }
    }

    @Nested
    class Users extends UserStoreContract {
        @Override
        protected UserStore newStore() {
            return new MemoryUserStore();
        }
    }

    @Nested
    class Secrets extends SecretStoreContract {
        @Override
        protected SecretStore newStore() {
            var secrets = new ConcurrentHashMap<String, byte[]>();
            return (name, candidate) ->
                    secrets.computeIfAbsent(name, absent -> candidate.clone()).clone();
        }
    }
}
