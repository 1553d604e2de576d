package dev.latchkey.site.page;

import dev.latchkey.http.wire.JsonWriter;
import dev.latchkey.settings.Settings;
import java.nio.charset.StandardCharsets;

/** What the demo app is told of its looks: data that its script reads, and never part of a style sheet or of markup. */
final class ThemeJson {
    private ThemeJson() {}

    static String of(Settings.Theme theme) {
        byte[] json = JsonWriter.object(members -> {
            members.text("name", theme.name());
            theme.logo().ifPresent(logo -> members.text("logo", logo));
            theme.accent().ifPresent(accent -> members.text("accent", accent));
            theme.accentDark().ifPresent(accent -> members.text("accentDark", accent));
            theme.help().ifPresent(help -> members.text("help", help));
            theme.helpLink().ifPresent(link -> members.text("helpLink", link));
            theme.home().ifPresent(home -> members.text("home", home));
        });
        return new String(json, StandardCharsets.UTF_8);
    }
}
