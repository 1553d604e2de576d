package dev.latchkey.database;

import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.redis.RedisStores;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.settings.Settings;
import java.time.Duration;
import java.util.Optional;

/** Opens the Redis of the settings. The password stays in here. */
final class RedisSessions {
    private RedisSessions() {}

    /**
     * Connects.
     *
     * @param silence how long an answer is waited for
     * @throws StoreUnavailableException when it cannot be reached, or will not do
     */
    static RedisStores open(Settings.Redis settings, Duration silence) {
        RedisStores.Builder redis =
                RedisStores.at(settings.address().withoutUser()).timeout(silence);
        Optional<String> password = Password.read(
                ServerSetting.STORE_SESSIONS_PASSWORD_FILE, settings.passwordFile(), Settings.SESSIONS_PASSWORD);
        String user = settings.address().user();
        if (password.isPresent()) {
            redis.account(user, password.get());
        } else if (!user.isEmpty()) {
            // Whoever named an account would be let in as the one that anybody is.
            throw new StoreUnavailableException(
                    new StoreFailure(
                            Cause.FORBIDDEN,
                            ServerSetting.STORE_SESSIONS.key(),
                            settings.address().toString(),
                            "the account " + user + " has no password here",
                            "write it into a file for this account alone and name that in "
                                    + ServerSetting.STORE_SESSIONS_PASSWORD_FILE + ", or set the variable "
                                    + Settings.SESSIONS_PASSWORD),
                    new IllegalStateException("no password"));
        }
        return redis.open();
    }
}
