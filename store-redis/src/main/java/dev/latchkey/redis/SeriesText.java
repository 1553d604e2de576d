package dev.latchkey.redis;

import dev.latchkey.core.browser.Browser;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.remember.RememberMeSeries;
import dev.latchkey.core.token.SeriesId;
import java.time.Instant;

/** How a remember-me series is written: its parts in their order, one a line. No script reads it, so none need know them. */
final class SeriesText {
    private static final int PARTS = 16;
    private static final String UNCONFIRMED = "-";

    private SeriesText() {}

    static String write(RememberMeSeries series) {
        Browser browser = series.browser();
        return String.join(
                "\n",
                series.id().value(),
                series.principal().value(),
                Micros.of(series.createdAt()),
                Micros.of(series.expiresAt()),
                browser.family(),
                browser.platform(),
                browser.network(),
                browser.exact(),
                Integer.toString(series.generation()),
                Hashes.spell(series.current()),
                Hashes.spell(series.previous()),
                Micros.of(series.rotatedAt()),
                series.isConfirmed() ? Micros.of(series.confirmedAt()) : UNCONFIRMED,
                Integer.toString(series.sessionNumber()),
                Integer.toString(series.lostAnswers()),
                Integer.toString(series.lostIn()));
    }

    static RememberMeSeries read(String text) {
        String[] parts = text.split("\n", -1);
        if (parts.length != PARTS) {
            throw new IllegalArgumentException("a series has " + PARTS + " parts, not " + parts.length);
        }
        return new RememberMeSeries(
                new SeriesId(parts[0]),
                new PrincipalId(parts[1]),
                Micros.instant(parts[2]),
                Micros.instant(parts[3]),
                new Browser(parts[4], parts[5], parts[6], parts[7]),
                Integer.parseInt(parts[8]),
                Hashes.read(parts[9]),
                Hashes.read(parts[10]),
                Micros.instant(parts[11]),
                confirmedAt(parts[12]),
                Integer.parseInt(parts[13]),
                Integer.parseInt(parts[14]),
                Integer.parseInt(parts[15]));
    }

    private static Instant confirmedAt(String text) {
        return text.equals(UNCONFIRMED) ? RememberMeSeries.UNCONFIRMED : Micros.instant(text);
    }
}
