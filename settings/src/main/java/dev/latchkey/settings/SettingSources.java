package dev.latchkey.settings;

import dev.latchkey.http.setting.Finding;
import dev.latchkey.http.setting.Setting;
import dev.latchkey.http.setting.SettingTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Brings file, environment and flags together, each over the one before, and knows every name that is none. */
final class SettingSources {
    private static final String PREFIX = "LATCHKEY_";

    /** Variables that other parts of the product read, and the one that images like to tell their version by. */
    private static final Set<String> NOT_SETTINGS = Set.of(
            "LATCHKEY_JAVA_HOME",
            "LATCHKEY_JAVA_OPTS",
            "LATCHKEY_SERVER",
            "LATCHKEY_VERSION",
            Settings.PASSWORD,
            Settings.SESSIONS_PASSWORD);

    /** What people would call a setting that holds a password. There is none, because settings are shown. */
    private static final Pattern PASSWORD =
            Pattern.compile("(?i)(latchkey_)?store[._-](?<sessions>sessions[._-])?pass(word|wd)?");

    private final Map<Setting<?>, String> values = new LinkedHashMap<>();
    private final List<Finding> problems = new ArrayList<>();

    /** What was set; what was set to nothing was not. */
    SettingTexts texts() {
        Map<Setting<?>, String> set = new LinkedHashMap<>(values);
        set.values().removeIf(String::isEmpty);
        // Whatever shows this address must not show what somebody put into it.
        for (Setting<?> store : List.of(ServerSetting.STORE, ServerSetting.STORE_SESSIONS)) {
            set.computeIfPresent(store, (it, address) -> StoreGrammars.withoutPassword(address));
        }
        return SettingTexts.of(set);
    }

    List<Finding> problems() {
        return problems;
    }

    void addFile(Path file) {
        try {
            Object root = new Load(
                            LoadSettings.builder().setLabel(file.toString()).build())
                    .loadFromString(Files.readString(file));
            if (root instanceof Map<?, ?> map) {
                map.forEach((key, value) -> addEntry(file, String.valueOf(key), value));
            } else if (root != null) {
                problems.add(Finding.refused(
                        "--config", file.toString(), "it is not a list of settings", "write lines like  port: 5000"));
            }
        } catch (IOException e) {
            problems.add(Finding.refused(
                    "--config", file.toString(), "it cannot be read", "check that the file exists and is readable"));
        } catch (YamlEngineException e) {
            problems.add(Finding.refused(
                    "--config", file.toString(), "it is not YAML: " + e.getMessage(), "write lines like  port: 5000"));
        }
    }

    private void addEntry(Path file, String key, Object value) {
        if (value instanceof Map<?, ?> nested) {
            nested.forEach((name, inner) -> addEntry(file, key + "." + name, inner));
            return;
        }
        Optional<Setting<?>> setting = ServerSetting.ALL.named(key);
        String text = value instanceof List<?> list
                ? String.join(",", list.stream().map(String::valueOf).toList())
                : String.valueOf(value);
        if (setting.isPresent()) {
            // YAML 1.1 habits die hard: on and off may arrive as booleans.
            values.put(setting.get(), value instanceof Boolean isOn ? (isOn ? "on" : "off") : text);
        } else {
            problems.add(unknown(key, text, "in " + file.getFileName(), key, Setting::key));
        }
    }

    void addEnvironment(Map<String, String> environment) {
        environment.forEach((name, value) -> {
            if (!name.startsWith(PREFIX) || NOT_SETTINGS.contains(name) || LinkVariables.isOne(name, value)) {
                return;
            }
            Optional<Setting<?>> setting = ServerSetting.ALL
                    .settings()
                    .filter(known -> known.variable().equals(name))
                    .findFirst();
            if (setting.isPresent()) {
                values.put(setting.get(), value);
            } else {
                problems.add(unknown(name, value, "in the environment", name, Setting::variable));
            }
        });
    }

    void addFlags(Map<Setting<?>, String> flags) {
        values.putAll(flags);
    }

    private static Finding unknown(
            String name, String value, String where, String typed, Function<Setting<?>, String> spelling) {
        Matcher password = PASSWORD.matcher(name);
        if (password.matches()) {
            boolean isOfSessions = password.group("sessions") != null;
            return Finding.refused(
                    name,
                    "…",
                    "settings are shown, so no password is one",
                    "write it to a file for the server's account alone and name that in "
                            + (isOfSessions
                                    ? ServerSetting.STORE_SESSIONS_PASSWORD_FILE
                                    : ServerSetting.STORE_PASSWORD_FILE)
                            + ", or set the variable "
                            + (isOfSessions ? Settings.SESSIONS_PASSWORD : Settings.PASSWORD));
        }
        // What all variables begin with says nothing of what was meant.
        String prefix = typed.startsWith(PREFIX) ? PREFIX : "";
        Optional<String> nearest = Nearest.to(
                typed.substring(prefix.length()),
                ServerSetting.ALL.settings().map(spelling).map(known -> known.substring(prefix.length())));
        return Finding.refused(
                name,
                value,
                "there is no such setting " + where,
                nearest.map(known -> "did you mean " + prefix + known + "? remove it or correct it")
                        .orElse("remove it; latchkey serve --help lists every setting"));
    }
}
