package dev.latchkey.server.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.http.setting.Setting;
import dev.latchkey.server.app.CannotStartException;
import dev.latchkey.server.app.LatchkeyServer;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.settings.SettingsLoader;
import dev.latchkey.settings.SettingsLoader.Loading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{{ asset('src/main.ts') }} | build.manifest",
                "{{ boot() }} | boot",
                "{{ url_for('page', filename='x') }} | url_for knows 'static' alone",
                "{% if %} | index.html"
            })
    void a_template_that_cannot_be_rendered_is_refused_at_the_start(String template, String word) throws IOException {
        Files.writeString(folder.resolve("index.html"), template);
        Map<Setting<?>, String> flags = Map.of(
                ServerSetting.DATA, folder.resolve("data").toString(),
                ServerSetting.TEMPLATES, folder.toString(),
                ServerSetting.STATIC, folder.toString(),
                ServerSetting.PORT, "0",
                ServerSetting.MANAGEMENT_PORT, "off");
        Loading.Loaded loaded = (Loading.Loaded) SettingsLoader.load(Optional.empty(), Map.of(), flags);

        assertThatThrownBy(() -> LatchkeyServer.start(loaded.settings()))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("index.html")
                .hasMessageContaining(word);
        Files.writeString(folder.resolve("index.html"), "{{ bootstrap() }}");
        LatchkeyServer.start(loaded.settings()).close();
    }
}
