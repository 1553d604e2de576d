package dev.latchkey.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.database.Following;
import dev.latchkey.http.exchange.Response;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class HealthTest {
    private final AtomicBoolean threads = new AtomicBoolean(true);
    private final AtomicBoolean listener = new AtomicBoolean(true);
    private final AtomicReference<Optional<Following.Hindrance>> hindrance = new AtomicReference<>(Optional.empty());
    private final Health health = new Health(new Health.Probes(() -> {}, threads::get, () -> true, hindrance::get));

    private String live() {
        return told(health.answer("/health/live"));
    }

    private String ready() {
        return told(health.answer("/health/ready"));
    }

    private static String told(Response answer) {
        return answer.status() + " " + new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Nested
    class A_server_that_serves {
        @Test
        void lives_and_is_ready() {
            health.serve(listener::get);

            assertThat(live()).isEqualTo("200 {\"status\":\"live\"}");
            assertThat(ready()).isEqualTo("200 {\"status\":\"ready\"}");
        }

        @Test
        void is_neither_without_its_listener_and_its_event_loops() {
            health.serve(listener::get);
            listener.set(false);

            assertThat(live()).isEqualTo("503 {\"status\":\"thread_ended\"}");
            assertThat(ready()).isEqualTo("503 {\"status\":\"thread_ended\"}");
        }

        @Test
        void is_neither_without_a_thread_of_the_database_or_of_housekeeping() {
            health.serve(listener::get);
            threads.set(false);

            assertThat(live()).isEqualTo("503 {\"status\":\"thread_ended\"}");
            assertThat(ready()).isEqualTo("503 {\"status\":\"thread_ended\"}");
        }
    }

    @Nested
    class A_server_that_does_not_hear_what_others_change {
        @Test
        void lives_and_is_not_ready_and_says_what_to_do() {
            health.serve(listener::get);
            hindrance.set(Optional.of(new Following.Hindrance(
                    "no_lease",
                    new StoreFailure(
                            StoreFailure.Cause.OTHER, "lease", "db", "it hears nothing", "look at the load"))));

            assertThat(live()).isEqualTo("200 {\"status\":\"live\"}");
            assertThat(ready())
                    .isEqualTo("503 {\"status\":\"no_lease\",\"cause\":\"other\",\"what\":\"lease = db\","
                            + "\"reason\":\"it hears nothing\",\"cure\":\"look at the load\"}");
        }
    }

    @Nested
    class A_server_that_does_not_listen {
        @Test
        void yet_lives_but_is_not_ready() {
            assertThat(live()).isEqualTo("200 {\"status\":\"live\"}");
            assertThat(ready()).isEqualTo("503 {\"status\":\"starting\"}");
        }

        @Test
        void any_more_because_it_stops_lives_while_its_threads_end() {
            health.serve(listener::get);
            health.drain();
            listener.set(false);
            threads.set(false);

            assertThat(live()).isEqualTo("200 {\"status\":\"live\"}");
            assertThat(ready()).isEqualTo("503 {\"status\":\"stopping\"}");
        }
    }
}
