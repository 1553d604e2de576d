package dev.latchkey.settings;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The name that was probably meant by one that does not exist. */
public final class Nearest {
    private Nearest() {}

    /**
     * The nearest of the known names: a third of its letters, and two at least, may be missing, other, too many or in the
     * wrong order. Empty where none is so near.
     */
    public static Optional<String> to(String typed, Stream<String> known) {
        return known.map(name -> Map.entry(name, distance(name, typed)))
                .filter(each -> each.getValue() <= Math.max(2, each.getKey().length() / 3))
                .min(Comparator.comparingInt(Map.Entry::getValue))
                .map(Map.Entry::getKey);
    }

    /** How many letters to change, two neighbours that changed places being one (optimal string alignment). */
    private static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        Arrays.setAll(last, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int other = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(last[j - 1] + other, Math.min(last[j], row[j - 1]) + 1);
                boolean isSwapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (isSwapped) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }
}
