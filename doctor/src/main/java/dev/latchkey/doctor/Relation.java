package dev.latchkey.doctor;

import dev.latchkey.http.deployment.PublicSuffixes;
import dev.latchkey.http.deployment.Site;
import dev.latchkey.http.origin.Origin;

/** How a page stands to what it calls; spelled as {@code Sec-Fetch-Site} spells it. */
enum Relation {
    SAME_ORIGIN("same-origin"),
    SAME_SITE("same-site"),
    CROSS_SITE("cross-site");

    private final String spelling;

    Relation(String spelling) {
        this.spelling = spelling;
    }

    static Relation of(Origin page, Origin target, PublicSuffixes suffixes) {
        if (page.equals(target)) {
            return SAME_ORIGIN;
        }
        return Site.of(page, suffixes).equals(Site.of(target, suffixes)) ? SAME_SITE : CROSS_SITE;
    }

    String spelling() {
        return spelling;
    }
}
