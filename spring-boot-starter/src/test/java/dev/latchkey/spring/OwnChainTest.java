package dev.latchkey.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testkit.HttpContract;
import dev.latchkey.testkit.RawClient;
import dev.latchkey.testkit.RawClient.Answer;
import dev.latchkey.testkit.Served;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An application with a chain of Spring Security of its own. */
class OwnChainTest {
    private final Served served = new Served();
    private final HttpContract.Running running = Boot.TOMCAT.start(served, "", OwnChain.class);
    private final RawClient client = new RawClient(running.port());

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void says_itself_what_is_for_everybody() {
        assertThat(client.get("/open").body()).isEqualTo("hello");
        assertThat(client.get("/open", client.post("/api/login", Served.LOGIN).cookies())
                        .body())
                .isEqualTo("hello Jane Doe");
        assertThat(client.get("/api/notes").status()).isEqualTo(401);
    }

    @Test
    void asks_for_a_proof_as_young_as_it_likes_by_the_means_of_spring() {
        String cookies = client.post("/api/login", Served.LOGIN).cookies();
        assertThat(client.get("/payments", cookies).body()).isEqualTo("paid");
        served.after(Duration.ofMinutes(3));

        Answer stale = client.get("/payments", cookies);

        assertThat(stale.status()).isEqualTo(403);
        assertThat(stale.body()).contains("\"code\":\"reauthentication_required\"");
        Answer proven = client.post("/api/reauthenticate", "{\"password\":\"" + Served.PASSWORD + "\"}", cookies);
        assertThat(client.get("/payments", proven.cookies()).body()).isEqualTo("paid");
    }
}
