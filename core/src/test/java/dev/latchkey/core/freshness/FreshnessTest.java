package dev.latchkey.core.freshness;

import static dev.latchkey.core.testing.World.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.core.browser.Browser;
import dev.latchkey.core.principal.Principal;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Resolution;
import dev.latchkey.core.session.SeriesLink;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.Standing;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.Tokens;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FreshnessTest {
    private static final SeriesId SERIES = new Tokens().newSeriesId(0);

    private final AtomicReference<Instant> now = new AtomicReference<>(T0);
    private final Freshness freshness = new Freshness(Freshness.DEFAULT_FRESH_FOR);

    @ParameterizedTest(name = "{0} after the proof: {1}")
    @CsvSource({"PT0S, true", "PT4M59.999S, true", "PT5M, false", "PT5M0.001S, false", "PT-59S, true", "PT-60S, false"})
    @DisplayName("ASVS 7.5.1: what is sensitive needs a proof within 5 minutes")
    void a_session_is_fresh_for_five_minutes(Duration sinceProof, boolean isFresh) {
        now.set(T0.plus(sinceProof));

        assertThat(freshness.isFresh(session(new SeriesLink.None()), Standing.CURRENT, now.get()))
                .isEqualTo(isFresh);
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @CsvSource({
        "None,   CURRENT,     true",
        "None,   ELSEWHERE,   false",
        "None,   PREDECESSOR, false",
        "Holds,  CURRENT,     true",
        "Holds,  ELSEWHERE,   false",
        "Holds,  PREDECESSOR, false",
        "BornOf, CURRENT,     false",
        "BornOf, ELSEWHERE,   false",
        "BornOf, PREDECESSOR, false"
    })
    void only_a_proven_session_by_its_current_token_in_its_own_place_is_fresh(
            String link, Standing standing, boolean isFresh) {
        assertThat(freshness.isFresh(session(link(link)), standing, now.get())).isEqualTo(isFresh);
    }

    @Nested
    class A_privilege {
        private final Session session = session(new SeriesLink.None());

        @Test
        void is_granted_to_the_fresh() {
            assertThat(freshness.judge(new Resolution.Active(session), now.get()))
                    .isInstanceOfSatisfying(Fresh.class, fresh -> {
                        assertThat(fresh.session()).isEqualTo(session);
                        assertThat(fresh.owner().session()).isEqualTo(session);
                    });
        }

        @Test
        void asks_everyone_else_who_is_logged_in_for_the_password() {
            assertThat(freshness.judge(new Resolution.Active(session, Standing.ELSEWHERE), now.get()))
                    .isEqualTo(new Privilege.ReauthenticationRequired());
            now.set(T0.plusSeconds(300));
            assertThat(freshness.judge(new Resolution.Active(session), now.get()))
                    .isEqualTo(new Privilege.ReauthenticationRequired());
        }

        @Test
        void tells_who_is_not_logged_in_why() {
            assertThat(freshness.judge(new Resolution.Ended(EndReason.REVOKED), now.get()))
                    .isEqualTo(new Privilege.Ended(EndReason.REVOKED));
            assertThat(freshness.judge(new Resolution.Unknown(), now.get())).isEqualTo(new Privilege.Unknown());
        }

        @Test
        void of_the_owner_needs_no_fresh_session_but_no_predecessor_has_it() {
            now.set(T0.plus(Duration.ofHours(1)));

            assertThat(Freshness.judgeOwner(new Resolution.Active(session, Standing.ELSEWHERE)))
                    .hasValueSatisfying(owner -> assertThat(owner.session()).isEqualTo(session));
            assertThat(Freshness.judgeOwner(new Resolution.Active(session, Standing.PREDECESSOR)))
                    .isEmpty();
            assertThat(Freshness.judgeOwner(new Resolution.Ended(EndReason.REVOKED)))
                    .isEmpty();
            assertThat(Freshness.judgeOwner(new Resolution.Unknown())).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {Fresh.class, Owner.class})
    void is_nothing_that_anybody_else_could_make(Class<?> right) {
        assertThat(Modifier.isFinal(right.getModifiers())).isTrue();
        assertThat(right.getDeclaredConstructors())
                .allMatch(constructor -> !Modifier.isPublic(constructor.getModifiers())
                        && !Modifier.isProtected(constructor.getModifiers()));
        assertThat(right.getDeclaredMethods())
                .noneMatch(
                        method -> Modifier.isStatic(method.getModifiers()) && Modifier.isPublic(method.getModifiers()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.999S", "PT24H0.001S"})
    void lasts_1_second_to_24_hours(Duration freshFor) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Freshness(freshFor));
    }

    private static SeriesLink link(String name) {
        return switch (name) {
            case "None" -> new SeriesLink.None();
            case "Holds" -> new SeriesLink.Holds(SERIES);
            default -> new SeriesLink.BornOf(SERIES);
        };
    }

    private static Session session(SeriesLink link) {
        return new Session(
                new Tokens().newSessionId(0),
                new Principal(new PrincipalId("id-alice"), "alice", "Alice"),
                T0,
                T0,
                T0,
                T0.plus(Duration.ofDays(7)),
                link,
                Browser.unknown());
    }
}
