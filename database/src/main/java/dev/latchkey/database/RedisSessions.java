package dev.latchkey.database;

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
     * @throws dev.latchkey.core.store.StoreUnavailableException when it cannot be reached, or will not do
     */
    static RedisStores open(Settings.Redis settings, Duration silence) {
        RedisStores.Builder redis =
                RedisStores.at(settings.address().withoutUser()).timeout(silence);
        Optional<String> password = Password.read(
                ServerSetting.STORE_SESSIONS_PASSWORD_FILE, settings.passwordFile(), Settings.SESSIONS_PASSWORD);
        password.ifPresent(secret -> redis.account(settings.address().user(), secret));
        return redis.open();
    }
}
