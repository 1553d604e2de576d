package dev.latchkey.http.deployment;

import dev.latchkey.http.origin.Origin;
import java.util.Set;

/** Who serves the single-page app, and where: the one choice that everything else follows from. */
public sealed interface Deployment {
    /** Where browsers reach the API. */
    Origin publicOrigin();

    /** The server serves page and API under one origin. */
    record Embedded(Origin publicOrigin) implements Deployment {}

    /**
     * Pages of other origins call the API.
     *
     * @param spaOrigins theirs; at least one
     * @param isCrossSite whether one of them is of another site, where browsers keep cookies apart
     */
    record CrossOrigin(Origin publicOrigin, Set<Origin> spaOrigins, boolean isCrossSite) implements Deployment {
        /** Copies the set. */
        public CrossOrigin {
            spaOrigins = Set.copyOf(spaOrigins);
        }
    }

    /** A proxy puts the app's files and the API under one origin. */
    record SameDomain(Origin publicOrigin) implements Deployment {}

    /** Other origins whose pages may act for the person logged in, and read. */
    default Set<Origin> trustedOrigins() {
        return switch (this) {
            case Embedded e -> Set.of();
            case CrossOrigin(Origin own, Set<Origin> spaOrigins, boolean isCrossSite) -> spaOrigins;
            case SameDomain s -> Set.of();
        };
    }

    /** Whether cookies must travel to another site. */
    default boolean isCrossSite() {
        return this instanceof CrossOrigin(Origin own, Set<Origin> spaOrigins, boolean crossSite) && crossSite;
    }

    /** {@code Cross-Origin-Resource-Policy} of the API (Fetch standard). */
    default String resourcePolicy() {
        return switch (this) {
            case Embedded e -> "same-origin";
            case CrossOrigin c -> c.isCrossSite() ? "cross-origin" : "same-site";
            case SameDomain s -> "same-origin";
        };
    }

    /** The {@code credentials} mode that the client gives {@code fetch}. */
    default String clientCredentials() {
        return this instanceof CrossOrigin ? "include" : "same-origin";
    }

    /** As a person writes it. */
    default String settingText() {
        return switch (this) {
            case Embedded e -> "embedded";
            case CrossOrigin c -> "cross-origin";
            case SameDomain s -> "same-domain";
        };
    }
}
