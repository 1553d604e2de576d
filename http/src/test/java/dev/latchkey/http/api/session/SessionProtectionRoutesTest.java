package dev.latchkey.http.api.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.http.exchange.FakeRequest;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.testing.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionProtectionRoutesTest {
    private final World world = new World();
    private String cookie = "";

    @BeforeEach
    void log_in() {
        FakeRequest login = FakeRequest.post("/api/login").json(World.JANES_LOGIN);
        cookie = World.pair(world.handle(login.from("203.0.113.7").with(RequestHeader.USER_AGENT, "Firefox/Linux")));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Response get(String path, String address, String userAgent) {
        return world.handle(
                FakeRequest.get(path).cookie(cookie).from(address).with(RequestHeader.USER_AGENT, userAgent));
    }

    @Test
    void another_kind_of_browser_ends_the_session_and_is_told_why() {
        Response thief = get("/api/data", "203.0.113.7", "Chrome/Linux");

        assertThat(thief.status()).isEqualTo(401);
        assertThat(World.text(thief)).contains("\"code\":\"session_protected\"", "\"reason\":\"protected\"");
        assertThat(get("/api/data", "203.0.113.7", "Firefox/Linux").status()).isEqualTo(401);
        assertThat(world.events).anyMatch(AuthEvent.SessionProtected.class::isInstance);
    }

    @Test
    void another_network_is_logged_in_and_not_fresh() {
        assertThat(World.text(get("/api/getsession", "198.51.100.1", "Firefox/Linux")))
                .startsWith("{\"login\":true")
                .contains("\"fresh\":false");
        assertThat(World.text(get("/api/getsession", "203.0.113.7", "Firefox/Linux")))
                .contains("\"fresh\":true");
    }

    @Test
    void another_address_of_the_same_network_changes_nothing() {
        assertThat(World.text(get("/api/getsession", "203.0.113.250", "Firefox/Linux")))
                .contains("\"fresh\":true");
    }

    @Test
    void proving_the_password_makes_the_new_network_the_sessions_own() {
        Response proven = world.handle(FakeRequest.post("/api/reauthenticate")
                .json("{\"password\":\"secret\"}")
                .cookie(cookie)
                .from("198.51.100.1")
                .with(RequestHeader.USER_AGENT, "Firefox/Linux"));
        cookie = World.pair(proven);

        assertThat(World.text(get("/api/getsession", "198.51.100.2", "Firefox/Linux")))
                .contains("\"fresh\":true");
    }

    @Test
    void a_strangers_word_on_their_address_is_not_taken() {
        Response response = world.handle(FakeRequest.get("/api/getsession")
                .cookie(cookie)
                .from("198.51.100.1")
                .with(RequestHeader.X_FORWARDED_FOR, "203.0.113.7")
                .with(RequestHeader.USER_AGENT, "Firefox/Linux"));

        assertThat(World.text(response)).contains("\"fresh\":false");
    }
}
