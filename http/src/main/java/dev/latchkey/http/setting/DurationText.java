package dev.latchkey.http.setting;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: a number and a unit. */
public final class DurationText {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern PART = Pattern.compile(
            "t?([0-9]{1,9})" + "(milliseconds?|millis|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)");

    /** From the longest to the shortest. */
    private static final List<Map.Entry<String, Duration>> UNITS = List.of(
            Map.entry("d", Duration.ofDays(1)),
            Map.entry("h", Duration.ofHours(1)),
            Map.entry("m", Duration.ofMinutes(1)),
            Map.entry("s", Duration.ofSeconds(1)),
            Map.entry("ms", Duration.ofMillis(1)));

    private DurationText() {}

    /** What a text means; empty when it is no duration. */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(unit(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1))));
    }

    /**
     * What was probably meant by a text that is no duration here: a number of seconds, other names of the units, more than
     * one unit, ISO 8601. To be suggested and not to be believed: {@code M} is a month to some.
     */
    static Optional<Duration> meant(String text) {
        String bare = text.toLowerCase(Locale.ROOT).replaceAll("[\\s\"'_]", "").replaceFirst("^p", "");
        if (NUMBER.matcher(bare).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(bare)));
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(bare);
        int end = 0;
        while (part.find(end) && part.start() == end) {
            String unit = part.group(2).startsWith("mil") ? "ms" : part.group(2);
            sum = sum.plus(
                    unit(unit.equals("ms") ? unit : unit.substring(0, 1)).multipliedBy(Long.parseLong(part.group(1))));
            end = part.end();
        }
        return end > 0 && end == bare.length() ? Optional.of(sum) : Optional.empty();
    }

    private static Duration unit(String name) {
        return UNITS.stream()
                .filter(known -> known.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    /**
     * A duration in the longest unit that it is a whole number of: {@code 12h}, {@code 7d}. One that nobody can write comes
     * in ISO 8601, which no setting takes.
     */
    public static String write(Duration duration) {
        return UNITS.stream()
                .filter(unit -> duration.compareTo(unit.getValue()) >= 0
                        && duration.equals(unit.getValue().multipliedBy(duration.dividedBy(unit.getValue()))))
                .map(unit -> duration.dividedBy(unit.getValue()) + unit.getKey())
                .filter(text -> DURATION.matcher(text).matches())
                .findFirst()
                .orElseGet(duration::toString);
    }
}
