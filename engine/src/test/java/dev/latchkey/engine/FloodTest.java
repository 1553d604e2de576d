package dev.latchkey.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** More than a process can carry, all of it begun and none of it ended: whoever behaves is served meanwhile and after it. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class FloodTest {
    private static final int ENOUGH = 16_384;
    private static final String HALF_A_BODY =
            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 65000\r\n\r\n" + "a".repeat(60_000);
    private static final String HALF_A_HEAD = "GET / HTTP/1.1\r\nHost: localhost\r\nX";

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"AUTO"},
            mode = EnumSource.Mode.EXCLUDE)
    void of_connections_past_the_descriptors_does_not_end_the_listener(Transport transport) throws Exception {
        int few = 128;
        assertServesDuringAndAfter(EngineProcess.start(transport, few, "256m", ENOUGH), 3 * few, "", 3 * few);
    }

    @Test
    void of_half_sent_bodies_does_not_fill_a_small_heap() throws Exception {
        assertServesDuringAndAfter(EngineProcess.start(Transport.AUTO, ENOUGH, "64m", ENOUGH), 1_500, HALF_A_BODY, 100);
    }

    @Test
    void of_heads_that_never_end_is_shed_for_whoever_comes() throws Exception {
        assertServesDuringAndAfter(EngineProcess.start(Transport.AUTO, ENOUGH, "64m", 4_000), 5_000, HALF_A_HEAD, 500);
    }

    /** Asks every so many connections, and once more when all of them are gone. */
    private static void assertServesDuringAndAfter(EngineProcess started, int connections, String bytes, int every)
            throws Exception {
        Deque<Wire> flood = new ArrayDeque<>();
        try (EngineProcess engine = started) {
            try {
                for (int i = 1; i <= connections; i++) {
                    flood.add(Wire.to(engine.port()).sendAsFarAsPossible(bytes));
                    if (i % every == 0 && i < connections) {
                        assertThat(engine.answer()).isEqualTo(200);
                    }
                }
            } finally {
                close(flood);
            }
            assertThat(engine.answer()).isEqualTo(200);
            assertThat(engine.isAlive()).isTrue();
        }
    }

    private static void close(Deque<Wire> flood) throws IOException {
        while (!flood.isEmpty()) {
            flood.pop().close();
        }
    }
}
