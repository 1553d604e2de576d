package dev.latchkey.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.argon2.Argon2idHasher;
import dev.latchkey.core.account.User;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.http.setting.Setting;
import dev.latchkey.server.app.LatchkeyServer;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.settings.SettingsLoader;
import dev.latchkey.settings.SettingsLoader.Loading;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The demo, of users")
class DemoCommandTest {
    @TempDir
    Path folder;

    private LatchkeyServer start() {
        Map<Setting<?>, String> flags = Map.of(
                ServerSetting.DATA, folder.resolve("data").toString(),
                ServerSetting.PORT, "0",
                ServerSetting.MANAGEMENT_PORT, "off");
        return LatchkeyServer.start(
                ((Loading.Loaded) SettingsLoader.load(Optional.empty(), Map.of(), flags)).settings());
    }

    @Test
    void makes_one_and_shows_the_password_once() {
        try (LatchkeyServer server = start()) {
            assertThat(DemoCommand.users(server.users(), " --data d", Optional.empty()))
                    .satisfiesExactly(
                            username -> assertThat(username).isEqualTo("username: demo"),
                            password -> assertThat(password).matches("password: \\S{20,}"));
            assertThat(DemoCommand.users(server.users(), " --data d", Optional.empty()))
                    .containsExactly(
                            "username: demo",
                            "password: as before; set a new one with: latchkey user password demo --data d");
        }
    }

    @Test
    void gives_one_the_password_that_somebody_chose_and_does_not_repeat_it() {
        Password chosen = Password.parse("short").orElseThrow();
        try (LatchkeyServer server = start()) {
            assertThat(DemoCommand.users(server.users(), " --data d", Optional.of(chosen)))
                    .containsExactly("username: demo", "password: as given");
            User demo = server.users().first().orElseThrow();
            assertThat(demo.passwordHash())
                    .hasValueSatisfying(hash -> assertThat(new Argon2idHasher().verify(chosen, hash))
                            .isEqualTo(PasswordHasher.Verification.MATCHES));
            // A start after the first gives nobody a password.
            assertThat(DemoCommand.users(server.users(), " --data d", Optional.of(chosen)))
                    .last(InstanceOfAssertFactories.STRING)
                    .startsWith("password: as before");
        }
    }

    @Test
    void names_nobody_who_registered_here() {
        try (LatchkeyServer server = start()) {
            server.users().addWithGeneratedPassword("anna", "Anna");

            assertThat(DemoCommand.users(server.users(), " --data d", Optional.empty()))
                    .containsExactly("users: as before; list them with: latchkey user list --data d");
        }
    }
}
