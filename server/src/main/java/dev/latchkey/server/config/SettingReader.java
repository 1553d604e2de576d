package dev.latchkey.server.config;

import dev.latchkey.http.origin.Origin;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads single settings, and collects what is wrong with them instead of stopping at the first. */
final class SettingReader {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private final Map<Setting, String> values;
    private final List<SettingProblem> problems = new ArrayList<>();

    SettingReader(Map<Setting, String> values) {
        this.values = values;
    }

    List<SettingProblem> problems() {
        return List.copyOf(problems);
    }

    void refuse(Setting setting, String rule, String cure) {
        problems.add(new SettingProblem(setting.key(), textOf(setting), rule, cure));
    }

    private String textOf(Setting setting) {
        return values.getOrDefault(setting, setting.defaultText());
    }

    /** The value that was set; empty when it was not, or was set to nothing. */
    Optional<String> text(Setting setting) {
        return Optional.ofNullable(values.get(setting)).filter(value -> !value.isEmpty());
    }

    int integer(Setting setting, int min, int max, int fallback) {
        return read(
                setting,
                fallback,
                text -> {
                    int value = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
                    return value >= min && value <= max ? value : null;
                },
                "it must be a whole number from " + min + " to " + max,
                "write for example " + fallback);
    }

    /** A port, 0 included, or {@code off}. */
    OptionalInt portOrOff(Setting setting) {
        String text = text(setting).orElseGet(setting::defaultText);
        if (text.equals("off")) {
            return OptionalInt.empty();
        }
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : -1;
        if (port < 0 || port > 65535) {
            refuse(setting, "it must be a port from 0 to 65535, or off", "write for example " + setting.defaultText());
            return OptionalInt.empty();
        }
        return OptionalInt.of(port);
    }

    Duration duration(Setting setting, Duration min, Duration max) {
        Duration fallback = parseDuration(setting.defaultText());
        return read(
                setting,
                fallback,
                text -> {
                    Duration value = DURATION.matcher(text).matches() ? parseDuration(text) : Duration.ZERO;
                    return value.compareTo(min) >= 0 && value.compareTo(max) <= 0 ? value : null;
                },
                "it must be a duration from " + spell(min) + " to " + spell(max),
                "write a number and a unit (s, m, h, d), for example " + setting.defaultText());
    }

    boolean onOff(Setting setting) {
        return choice(setting, "on", "off").equals("on");
    }

    String choice(Setting setting, String... choices) {
        return read(
                setting,
                setting.defaultText(),
                text -> List.of(choices).contains(text) ? text : null,
                "it is none of the known values",
                "write one of: " + String.join(", ", choices));
    }

    Optional<Origin> origin(Setting setting) {
        return text(setting).flatMap(text -> {
            Optional<Origin> origin = Origin.parse(text);
            if (origin.isEmpty()) {
                refuse(
                        setting,
                        "an origin is scheme, host and port, without a path or a trailing slash",
                        "write for example https://app.example.com or http://localhost:5000");
            }
            return origin;
        });
    }

    Optional<Path> path(Setting setting) {
        return text(setting).flatMap(text -> {
            try {
                return Optional.of(Path.of(text).toAbsolutePath().normalize());
            } catch (InvalidPathException e) {
                refuse(setting, "it is not a path on this system", "write the path of a folder");
                return Optional.empty();
            }
        });
    }

    List<InetAddress> addresses(Setting setting) {
        List<InetAddress> addresses = new ArrayList<>();
        for (String part : textOf(setting).split(",", -1)) {
            String literal = part.strip();
            try {
                // Literals only: a name would be looked up, and could mean another machine tomorrow.
                if (!ADDRESS.matcher(literal).matches()) {
                    throw new UnknownHostException(literal);
                }
                addresses.add(InetAddress.getByName(literal));
            } catch (UnknownHostException e) {
                refuse(setting, "'" + literal + "' is not an IP address", "write for example 127.0.0.1,::1 or 0.0.0.0");
            }
        }
        return addresses;
    }

    private <T> T read(Setting setting, T fallback, Function<String, @Nullable T> parser, String rule, String cure) {
        Optional<String> text = text(setting);
        if (text.isEmpty()) {
            return fallback;
        }
        T value = parser.apply(text.get());
        if (value == null) {
            refuse(setting, rule, cure);
            return fallback;
        }
        return value;
    }

    private static Duration parseDuration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a duration: " + text);
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static String spell(Duration duration) {
        if (duration.toHoursPart() == 0 && duration.toDays() > 0) {
            return duration.toDays() + "d";
        }
        return duration.toSecondsPart() == 0 && duration.toMinutes() > 0
                ? duration.toMinutes() + "m"
                : duration.toSeconds() + "s";
    }
}
