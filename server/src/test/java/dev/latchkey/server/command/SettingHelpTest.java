package dev.latchkey.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.setting.Setting;
import dev.latchkey.http.setting.SettingCatalogue;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.settings.SettingsLoader;
import dev.latchkey.settings.SettingsLoader.Loading;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@DisplayName("Help of a command that takes settings")
class SettingHelpTest {
    private static String help(String command) {
        StringWriter text = new StringWriter();
        CommandLine line = LatchkeyCommand.commandLine(command);
        line.setOut(new PrintWriter(text));
        assertThat(line.execute(command, "--help")).isZero();
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "demo", "doctor"})
    void lists_every_setting_once_below_the_title_of_its_group(String command) {
        String help = help(command);
        List<String> expected = new ArrayList<>();
        for (SettingCatalogue.Group group : ServerSetting.ALL.groups()) {
            expected.add(group.title() + " (docs/" + group.page() + "):");
            group.settings().forEach(setting -> expected.add(setting.flag()));
        }

        assertThat(help.lines()
                        .dropWhile(line -> !line.startsWith("Deployment"))
                        .takeWhile(line -> !line.startsWith("Each setting"))
                        .map(String::strip)
                        .filter(line -> line.startsWith("--") || line.contains(" (docs/"))
                        .map(line -> line.startsWith("--") ? line.split("=", 2)[0] : line))
                .containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "demo", "doctor"})
    void says_the_default_and_the_range(String command) {
        assertThat(help(command).replaceAll("\\s+", " "))
                .contains("port to listen on; 0 takes a free one (0 to 65535; default: 5000)")
                .contains("ends when nobody uses it for this long (2m to 400d; default: 12h)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "demo", "doctor"})
    void has_examples_that_work_when_they_are_pasted(String command) {
        String examples = help(command).split("Examples:", 2)[1].replaceAll(" \\\\\\R +", " ");

        assertThat(examples.lines().filter(line -> !line.isBlank()))
                .hasSizeGreaterThan(2)
                .allSatisfy(example -> {
                    List<String> words = Arrays.asList(example.strip().split(" +"));
                    assertThat(words.subList(0, 2)).containsExactly("latchkey", command);
                    Map<Setting<?>, String> flags = new LinkedHashMap<>();
                    for (int i = 2; i < words.size(); i += 2) {
                        String flag = words.get(i);
                        if (!flag.equals("--config")) {
                            Setting<?> setting = ServerSetting.ALL
                                    .settings()
                                    .filter(known -> known.flag().equals(flag))
                                    .findFirst()
                                    .orElseThrow(() -> new AssertionError("no flag " + flag));
                            flags.put(setting, words.get(i + 1));
                        }
                    }
                    assertThat(SettingsLoader.load(Optional.empty(), Map.of(), flags))
                            .isInstanceOf(Loading.Loaded.class);
                });
    }
}
