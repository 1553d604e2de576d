package dev.latchkey.http.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.http.exchange.FakeRequest;
import dev.latchkey.http.testing.World;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("ASVS 16.3.3: whoever tries session tokens is noticed, and no owner of a session is refused for it")
class UnknownTokensTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private static FakeRequest guess(String path, int number) {
        return FakeRequest.get(path).cookie("latchkey=" + String.format(Locale.ROOT, "%043d", number));
    }

    private void guess(String path, String address, int times) {
        for (int i = 0; i < times; i++) {
            world.handle(guess(path, i).from(address));
        }
    }

    private <T extends AuthEvent> List<T> events(Class<T> kind) {
        return world.events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/getsession", "/api/data", "/api/verify", "/api/sessions"})
    void each_is_counted_and_a_stream_is_told_once(String path) {
        guess(path, "192.0.2.1", 6000);

        assertThat(events(AuthEvent.UnknownSessionToken.class))
                .hasSize(6000)
                .allMatch(event -> event.network().equals("192.0.2.0/24"));
        assertThat(events(AuthEvent.UnknownSessionTokens.class))
                .containsExactly(new AuthEvent.UnknownSessionTokens(World.T0, "192.0.2.0/24", UnknownTokens.STREAM));
    }

    @Test
    void what_cannot_be_a_token_counts_too() {
        world.handle(FakeRequest.get("/api/getsession").cookie("latchkey=short"));
        assertThat(events(AuthEvent.UnknownSessionToken.class)).hasSize(1);
    }

    @Test
    void a_network_is_counted_however_many_addresses_it_has() {
        for (int i = 0; i < UnknownTokens.STREAM; i++) {
            world.handle(guess("/api/data", i).from("2001:db8:1:" + Integer.toHexString(i) + "::1"));
        }
        assertThat(events(AuthEvent.UnknownSessionTokens.class))
                .extracting(AuthEvent.UnknownSessionTokens::network)
                .containsExactly("2001:db8:1::/48");
    }

    @Test
    void a_few_old_cookies_are_no_stream() {
        guess("/api/data", "192.0.2.1", UnknownTokens.STREAM - 1);
        guess("/api/data", "198.51.100.1", UnknownTokens.STREAM - 1);
        assertThat(events(AuthEvent.UnknownSessionTokens.class)).isEmpty();
    }

    @Test
    void a_stream_is_told_again_in_the_next_window_and_not_before() {
        guess("/api/data", "192.0.2.1", UnknownTokens.STREAM * 2);
        world.after(UnknownTokens.WINDOW.minusMillis(1));
        guess("/api/data", "192.0.2.1", UnknownTokens.STREAM * 2);
        assertThat(events(AuthEvent.UnknownSessionTokens.class)).hasSize(1);

        world.after(Duration.ofMillis(1));
        guess("/api/data", "192.0.2.1", UnknownTokens.STREAM * 2);
        assertThat(events(AuthEvent.UnknownSessionTokens.class)).hasSize(2);
    }

    @Test
    void whoever_has_a_session_in_that_network_goes_on() {
        String cookie = world.loggedIn();
        guess("/api/data", "127.0.0.1", 6000);
        assertThat(world.getData(cookie).status()).isEqualTo(200);
    }

    @Test
    void who_is_simply_not_logged_in_is_not_counted() {
        world.handle(FakeRequest.get("/api/data"));
        String cookie = world.loggedIn();
        world.getData(cookie);
        assertThat(events(AuthEvent.UnknownSessionToken.class)).isEmpty();
    }
}
