package dev.latchkey.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.setting.Setting;
import dev.latchkey.http.setting.SettingCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code -Dlatchkey.docs=write} writes the tables instead of comparing them. */
@DisplayName("The page on configuration")
class ConfigurationPageTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Path PAGE = DOCS.resolve("configuration.md");
    private static final String BEGIN =
            "<!-- The tables are written from the settings: CONTRIBUTING.md, Adding a setting. -->\n";
    private static final String END = "<!-- The end of the tables. -->\n";

    @Test
    void lists_every_setting_as_the_program_knows_it() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(page).contains(BEGIN, END);
        String expected = page.substring(0, page.indexOf(BEGIN))
                + BEGIN
                + tables()
                + END
                + page.substring(page.indexOf(END) + END.length());
        if (System.getProperty("latchkey.docs", "").equals("write")) {
            Files.writeString(PAGE, expected);
            return;
        }
        assertThat(page)
                .as("docs/configuration.md; -Dlatchkey.docs=write writes it anew")
                .isEqualTo(expected);
    }

    @Test
    void names_a_page_that_is_there_for_each_group() {
        assertThat(ServerSetting.ALL.groups())
                .allSatisfy(group -> assertThat(DOCS.resolve(group.page())).isRegularFile());
    }

    private static String tables() {
        return ServerSetting.ALL.groups().stream()
                .map(ConfigurationPageTest::table)
                .collect(Collectors.joining("\n", "\n", "\n"));
    }

    private static String table(SettingCatalogue.Group group) {
        return "### " + group.title() + "\n\nMore in [" + group.page() + "](" + group.page() + ").\n\n"
                + "| setting | default | values | what it is for |\n|---|---|---|---|\n"
                + group.settings().stream().map(ConfigurationPageTest::row).collect(Collectors.joining());
    }

    private static String row(Setting<?> setting) {
        return "| `" + setting.key() + "` | " + code(setting.defaultWords(), "none") + " | "
                + code(setting.grammar().values(), "") + " | " + setting.help() + " |\n";
    }

    private static String code(String text, String otherwise) {
        return text.isEmpty() ? otherwise : "`" + text + "`";
    }
}
