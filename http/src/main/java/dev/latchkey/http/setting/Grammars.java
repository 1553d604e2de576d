package dev.latchkey.http.setting;

import dev.latchkey.http.forwarding.IpLiteral;
import dev.latchkey.http.origin.Origin;
import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The kinds of values that settings have. White space around a value never counts, except in the name of a file. */
public final class Grammars {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");
    private static final int MAX_PORT = 65535;

    private Grammars() {}

    /** Any text; what is wrong with it is judged by rules of its own. */
    public static Grammar<String> text(String label) {
        return new Grammar<>(label, "", "it is no text", "", "", text -> Optional.of(text.strip()), text -> text);
    }

    /** A whole number, both ends included. */
    public static Grammar<Integer> wholeNumber(int min, int max) {
        return new Grammar<>(
                "NUMBER",
                min + " to " + max,
                "it must be a whole number from " + min + " to " + max,
                "",
                Integer.toString(min),
                text -> number(text, min, max),
                value -> Integer.toString(value));
    }

    /** A port, or {@code 0} for any that is free. */
    public static Grammar<Integer> port() {
        return wholeNumber(0, MAX_PORT);
    }

    /** A port, {@code 0} for any that is free, or {@code off}. */
    public static Grammar<OptionalInt> portOrOff() {
        return new Grammar<>(
                "NUMBER",
                "0 to " + MAX_PORT + ", or off",
                "it must be a port from 0 to " + MAX_PORT + ", or off",
                "",
                "off",
                text -> folded(text).equals("off")
                        ? Optional.of(OptionalInt.empty())
                        : number(text, 0, MAX_PORT).map(OptionalInt::of),
                value -> value.isPresent() ? Integer.toString(value.getAsInt()) : "off");
    }

    private static Optional<Integer> number(String text, int min, int max) {
        return Optional.of(text.strip())
                .filter(digits -> DIGITS.matcher(digits).matches())
                .map(Integer::valueOf)
                .filter(value -> value >= min && value <= max);
    }

    /** A duration, both ends included. */
    public static Grammar<Duration> duration(Duration min, Duration max) {
        return new Grammar<>(
                "DURATION",
                DurationText.write(min) + " to " + DurationText.write(max),
                "it must be a duration from " + DurationText.write(min) + " to " + DurationText.write(max),
                "a duration is a number and a unit: ms, s, m, h or d",
                DurationText.write(min),
                text -> DurationText.parse(text.strip()).filter(value -> isWithin(value, min, max)),
                DurationText::write,
                text -> DurationText.meant(text)
                        .filter(value -> isWithin(value, min, max))
                        .map(DurationText::write));
    }

    private static boolean isWithin(Duration value, Duration min, Duration max) {
        return value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
    }

    /** {@code on} or {@code off}, which {@code true}, {@code yes}, {@code 1} and their contraries mean as well. */
    public static Grammar<Boolean> onOff() {
        return words(List.of("on", "off"), Grammars::switched, "on"::equals);
    }

    /** The same, called {@code true} or {@code false}. */
    public static Grammar<Boolean> trueFalse() {
        return words(List.of("true", "false"), Grammars::switched, "true"::equals);
    }

    /** {@code auto} for what follows from the rest, which is empty; else as above. */
    public static Grammar<Optional<Boolean>> autoOrTrueFalse() {
        return words(
                List.of("auto", "true", "false"),
                Grammars::switched,
                word -> word.equals("auto") ? Optional.empty() : Optional.of(word.equals("true")));
    }

    /** Which of the words is meant by one of those that files, shells and other programs switch by. */
    private static Optional<String> switched(String text, List<String> words) {
        return switch (folded(text)) {
            case "on", "true", "yes", "1" ->
                words.stream().filter(Set.of("on", "true")::contains).findFirst();
            case "off", "false", "no", "0" ->
                words.stream().filter(Set.of("off", "false")::contains).findFirst();
            default -> named(text, words);
        };
    }

    /** One of a few words. */
    public static Grammar<String> oneOf(String... words) {
        return words(List.of(words), Grammars::named, word -> word);
    }

    /** One of the constants, written in lower case and with hyphens. */
    public static <E extends Enum<E>> Grammar<E> constants(List<E> constants) {
        return constants(constants, each -> each.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** One of the constants, written as it is called elsewhere. */
    public static <E extends Enum<E>> Grammar<E> constants(List<E> constants, Function<E, String> spelling) {
        Map<String, E> named =
                constants.stream().collect(Collectors.toMap(spelling, each -> each, (a, b) -> a, LinkedHashMap::new));
        return words(List.copyOf(named.keySet()), Grammars::named, word -> Objects.requireNonNull(named.get(word)));
    }

    /** Capitals and underscores mean nothing: environments are written in both. */
    private static Optional<String> named(String text, List<String> words) {
        return words.stream().filter(word -> folded(word).equals(folded(text))).findFirst();
    }

    private static String folded(String text) {
        return text.strip().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One of the words, as that reads them; the first of which that means a value is what it is written as. */
    private static <T> Grammar<T> words(
            List<String> words,
            BiFunction<String, List<String>, Optional<String>> reader,
            Function<String, T> meaning) {
        String all = String.join(", ", words);
        return new Grammar<>(
                "WORD",
                all.replaceFirst("^(.*), ", "$1 or "),
                "it is none of " + all,
                "",
                words.getFirst(),
                text -> reader.apply(text, words).map(meaning),
                value -> words.stream()
                        .filter(word -> meaning.apply(word).equals(value))
                        .findFirst()
                        .orElse(""),
                text -> words.stream()
                        .filter(word -> letters(word).equals(letters(text)))
                        .findFirst());
    }

    private static String letters(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }

    /** An origin, or nothing. */
    public static Grammar<Optional<Origin>> originOrNone() {
        return new Grammar<>(
                "ORIGIN",
                "",
                "an origin is scheme, host and port, without a path or a trailing slash",
                "",
                "http://localhost:5173",
                Grammars::parseOrigin,
                value -> value.map(Origin::toString).orElse(""));
    }

    private static Optional<Optional<Origin>> parseOrigin(String text) {
        Optional<Origin> origin = Origin.parse(text.strip());
        return text.isBlank() || origin.isPresent() ? Optional.of(origin) : Optional.empty();
    }

    /** A file or folder, made absolute. */
    public static Grammar<Path> path() {
        return new Grammar<>(
                "PATH",
                "",
                "it is not a path on this system",
                "",
                "./data",
                text -> parsePath(text).flatMap(path -> path),
                Path::toString);
    }

    /** A file or folder, made absolute, or nothing. */
    public static Grammar<Optional<Path>> pathOrNone() {
        return new Grammar<>(
                "PATH",
                "",
                "it is not a path on this system",
                "",
                "./dist",
                Grammars::parsePath,
                value -> value.map(Path::toString).orElse(""));
    }

    private static Optional<Optional<Path>> parsePath(String text) {
        try {
            return Optional.of(
                    text.isEmpty()
                            ? Optional.empty()
                            : Optional.of(Path.of(text).toAbsolutePath().normalize()));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /**
     * IP addresses, at least one, separated by commas. Literals only: a name would be looked up, and could mean another
     * machine tomorrow.
     */
    public static Grammar<List<InetAddress>> addresses() {
        return new Grammar<>(
                "ADDRESSES",
                "",
                "every part between commas must be an IP address: no name, no leading zeros, no zone",
                "",
                "127.0.0.1,::1",
                Grammars::parseAddresses,
                value -> value.stream().map(IpLiteral::format).collect(Collectors.joining(",")));
    }

    private static Optional<List<InetAddress>> parseAddresses(String text) {
        List<Optional<InetAddress>> read = Arrays.stream(text.split(",", -1))
                .map(part -> IpLiteral.parse(part.strip()))
                .toList();
        return read.stream().allMatch(Optional::isPresent)
                ? Optional.of(read.stream().map(Optional::orElseThrow).toList())
                : Optional.empty();
    }
}
