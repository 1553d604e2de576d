package dev.latchkey.chance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Draws values from a seed: the same seed gives the same values, drawn in the same order. The ends of a range, no length
 * at all and the longest come far more often than they would if all were equal, since that is where code goes wrong.
 * For one thread.
 */
public final class Chance {
    /** One in so many values is an end of its range. */
    private static final int ENDS = 10;

    private static final int SHORT = 16;
    private static final int USUAL_LENGTH = 255;

    private final SplittableRandom random;
    private final List<String> drawn = new ArrayList<>();

    Chance(long seed) {
        random = new SplittableRandom(seed);
    }

    /** A number of this range, both ends in it. */
    public int between(int least, int most) {
        return noted(number(least, most));
    }

    /** One or the other. */
    public boolean coin() {
        return noted(random.nextBoolean());
    }

    /** One of these. */
    @SafeVarargs
    public final <T> T oneOf(T... choices) {
        return noted(choices[random.nextInt(choices.length)]);
    }

    /** What one of these draws. */
    @SafeVarargs
    public final <T> T from(Supplier<T>... choices) {
        return choices[random.nextInt(choices.length)].get();
    }

    /** As many as chance wants, at most so many; each is drawn anew. */
    public <T> List<T> listOf(int most, Supplier<T> each) {
        int size = number(0, most);
        List<T> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            values.add(each.get());
        }
        return values;
    }

    /** So many bytes; now and then all zeros or all ones. */
    public byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        if (random.nextInt(ENDS) == 0) {
            Arrays.fill(bytes, (byte) (random.nextBoolean() ? 0 : -1));
        } else {
            random.nextBytes(bytes);
        }
        drawn.add("bytes " + HexFormat.of().formatHex(bytes));
        return bytes;
    }

    /** Bytes of a number in this range, both ends in it. */
    public byte[] bytes(int least, int most) {
        return bytes(length(least, most));
    }

    /** Any text of up to 255 chars. */
    public String text() {
        return text(USUAL_LENGTH);
    }

    /**
     * Any text of at most so many chars, of one part of Unicode or of all of them, with controls, and with halves of
     * surrogate pairs that have lost the other half.
     */
    public String text(int most) {
        int length = length(0, most);
        boolean isMixed = random.nextBoolean();
        Alphabet alphabet = Alphabet.any(random);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            int character = (isMixed ? Alphabet.any(random) : alphabet).draw(random);
            // A pair that does not fit ends as its first half.
            text.append(
                    Character.toChars(character), 0, Math.min(Character.charCount(character), length - text.length()));
        }
        return noted(text.toString());
    }

    /** Text of at most so many characters of ASCII, controls among them. */
    public String ascii(int most) {
        int length = length(0, most);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) Alphabet.ASCII.draw(random));
        }
        return noted(text.toString());
    }

    /** Text of a length in this range, both ends in it, of these characters. */
    public String textOf(String characters, int least, int most) {
        int length = length(least, most);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(characters.charAt(random.nextInt(characters.length())));
        }
        return noted(text.toString());
    }

    /** All that was drawn, in its order, with what is not printable escaped. */
    String drawn() {
        return drawn.toString();
    }

    private <T> T noted(T value) {
        drawn.add(value instanceof String text ? quoted(text) : String.valueOf(value));
        return value;
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars()
                .forEach(c -> quoted.append(
                        c < ' ' || c > '~' || c == '"' || c == '\\'
                                ? "\\u" + HexFormat.of().toHexDigits((char) c)
                                : (char) c));
        return quoted.append('"').toString();
    }

    private int number(int least, int most) {
        return switch (random.nextInt(ENDS * 2)) {
            case 0 -> least;
            case 1 -> most;
            default -> (int) random.nextLong(least, most + 1L);
        };
    }

    /** Half of them short: a fault with long texts mostly shows with short ones, of which more kinds are tried. */
    private int length(int least, int most) {
        return random.nextBoolean() ? number(least, most) : number(least, Math.min(most, least + SHORT));
    }

    private enum Alphabet {
        PRINTABLE(' ', '~'),
        ASCII(0, 0x7f),
        LATIN_1(0, 0xff),
        FIRST_PLANE(0, 0xffff),
        UNICODE(0, Character.MAX_CODE_POINT),
        SURROGATES(Character.MIN_SURROGATE, Character.MAX_SURROGATE);

        private static final List<Alphabet> ALL = List.of(values());

        private final int first;
        private final int last;

        Alphabet(int first, int last) {
            this.first = first;
            this.last = last;
        }

        static Alphabet any(SplittableRandom random) {
            return ALL.get(random.nextInt(ALL.size()));
        }

        int draw(SplittableRandom random) {
            return random.nextInt(first, last + 1);
        }
    }
}
