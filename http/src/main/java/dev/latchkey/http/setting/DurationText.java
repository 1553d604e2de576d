package dev.latchkey.http.setting;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: a number and a unit. */
public final class DurationText {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

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
        Duration unit = UNITS.stream()
                .filter(known -> known.getKey().equals(matcher.group(2)))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
        return Optional.of(unit.multipliedBy(Long.parseLong(matcher.group(1))));
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
