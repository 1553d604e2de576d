package dev.latchkey.core.account;

import java.util.regex.Pattern;

/**
 * What a username looks like: names with equal skeletons are taken for one another (UTS #39 §4). For comparing alone,
 * never shown.
 *
 * @param edition of the data it was made from, 1 to 20 characters of {@code a-z 0-9 . -}; skeletons of different editions
 *     say nothing about one another
 * @param shape the skeleton itself
 */
public record Skeleton(String edition, String shape) {
    private static final Pattern EDITION = Pattern.compile("[a-z0-9.-]{1,20}");

    /**
     * Refuses missing parts.
     *
     * @throws IllegalArgumentException when the edition is not one, or the shape is empty
     */
    public Skeleton {
        if (!EDITION.matcher(edition).matches() || shape.isEmpty()) {
            throw new IllegalArgumentException("a skeleton needs an edition and a shape");
        }
    }

    /** How a store keeps it: {@code edition:shape}. */
    public String stored() {
        return prefix(edition) + shape;
    }

    /** What all stored skeletons of that edition begin with. */
    public static String prefix(String edition) {
        return edition + ":";
    }
}
