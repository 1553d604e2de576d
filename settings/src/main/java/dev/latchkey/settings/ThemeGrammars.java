package dev.latchkey.settings;

import dev.latchkey.http.exchange.PlainPath;
import dev.latchkey.http.origin.Origin;
import dev.latchkey.http.setting.Grammar;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What may be written for the looks of the demo app: nothing of it is ever part of a style sheet or of markup. */
final class ThemeGrammars {
    private static final int MAX_NAME = 40;
    private static final int MAX_LINE = 200;

    /** WCAG 2.2 §1.4.3 asks for 4.5; beyond it there is room for a background that is tinted with the colour. */
    private static final double LEAST_CONTRAST = 5.5;

    private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");
    private static final Pattern MAIL = Pattern.compile("mailto:[A-Za-z0-9.+_-]+@[A-Za-z0-9.-]+");

    private ThemeGrammars() {}

    /** A line that is shown as it is. */
    static Grammar<String> name() {
        return new Grammar<>(
                "NAME",
                "",
                "it must be 1 to " + MAX_NAME + " characters that can be seen",
                "",
                "Example Shop",
                text -> Optional.of(text.strip()).filter(line -> isLine(line, MAX_NAME)),
                name -> name,
                text -> Optional.empty());
    }

    /** The same, longer, or none. */
    static Grammar<Optional<String>> lineOrNone() {
        return orNone(
                "TEXT",
                "it must be at most " + MAX_LINE + " characters that can be seen",
                "Locked out? Call 4711.",
                line -> isLine(line, MAX_LINE));
    }

    /** The path of a file or page of this origin, or none. */
    static Grammar<Optional<String>> pathOrNone(String example) {
        return orNone("PATH", "it is no path of this origin, which begins with a slash", example, PlainPath::matches);
    }

    /** Where a link may lead: a path, another site, or somebody's mail. */
    static Grammar<Optional<String>> linkOrNone() {
        return orNone(
                "LINK",
                "it is no path, no https address and no mailto: address",
                "mailto:help@example.com",
                ThemeGrammars::isLink);
    }

    /** A colour that can be told from what it is written on. */
    static Grammar<Optional<String>> colourOrNone(String background, String example) {
        return orNone(
                "COLOUR",
                "it must be # and six hexadecimal digits, with a contrast of at least " + LEAST_CONTRAST + " to "
                        + background,
                example,
                text -> COLOUR.matcher(text).matches() && contrast(text, background) >= LEAST_CONTRAST);
    }

    private static Grammar<Optional<String>> orNone(
            String label, String rule, String example, Predicate<String> isAllowed) {
        return new Grammar<>(
                label,
                "",
                rule,
                "",
                example,
                text -> parse(text.strip(), isAllowed),
                value -> value.orElse(""),
                text -> Optional.empty());
    }

    private static Optional<Optional<String>> parse(String text, Predicate<String> isAllowed) {
        return text.isEmpty() || isAllowed.test(text)
                ? Optional.of(Optional.of(text).filter(value -> !value.isEmpty()))
                : Optional.empty();
    }

    private static boolean isLine(String text, int most) {
        return !text.isEmpty()
                && text.length() <= most
                && text.codePoints().allMatch(point -> switch (Character.getType(point)) {
                    case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> false;
                    case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.PRIVATE_USE -> false;
                    default -> true;
                });
    }

    private static boolean isLink(String text) {
        if (PlainPath.matches(text) || MAIL.matcher(text).matches()) {
            return true;
        }
        int slash = text.indexOf('/', "https://".length());
        String origin = slash < 0 ? text : text.substring(0, slash);
        return text.startsWith("https://")
                && Origin.parse(origin.toLowerCase(Locale.ROOT)).isPresent()
                && (slash < 0 || PlainPath.matches(text.substring(slash)));
    }

    /** WCAG 2.2, contrast ratio. */
    private static double contrast(String one, String other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(String colour) {
        int rgb = Integer.parseInt(colour.substring(1), 16);
        return 0.2126 * channel(rgb >> 16) + 0.7152 * channel(rgb >> 8) + 0.0722 * channel(rgb);
    }

    private static double channel(int value) {
        double share = (value & 0xFF) / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
}
