package dev.latchkey.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Latchkey;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.testkit.HttpContract;
import dev.latchkey.testkit.RawClient;
import dev.latchkey.testkit.Served;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Event streams in containers; what they say is the contract of the API. */
@Timeout(60)
class LiveAnswerTest {
    private final Served served = new Served();
    private final Latchkey latchkey = Container.latchkey(served, "/api");
    private HttpContract.Running running;
    private RawClient client;
    private String cookies;

    private void start(Container container) throws Exception {
        LatchkeyFilter filter = LatchkeyFilter.builder(latchkey).build();
        running = container.serve("", filter::addTo, "/api");
        client = new RawClient(running.port());
        cookies = client.post("/api/login", Served.LOGIN).cookies();
    }

    @AfterEach
    void stop() {
        running.close();
        latchkey.close();
    }

    private RawClient.Live open() throws IOException {
        RawClient.Live stream = client.open("/api/events", cookies);
        stream.until(":\n\n");
        return stream;
    }

    private void awaitNoStream() {
        while (latchkey.eventStreams().size() > 0) {
            latchkey.eventStreams().pulse();
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void many_are_open_while_no_thread_of_the_container_waits_for_them(Container container) throws Exception {
        start(container);
        int most = 300; // containers have 200 threads
        RawClient.Live[] streams = new RawClient.Live[most];
        for (int i = 0; i < most; i++) {
            streams[i] = open();
        }
        assertThat(client.get("/api/data", cookies).status()).isEqualTo(200);
        latchkey.eventStreams().pulse();
        latchkey.installation().sessions().revokeAll(new PrincipalId("u-jane"));
        for (RawClient.Live stream : streams) {
            stream.until("event: ended\n");
            assertThat(stream.end().body()).matches("(:\n\n){2,}event: ended\n.*\n\n");
            stream.close();
        }
        awaitNoStream();
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void one_whose_client_is_gone_is_over_once_something_is_to_be_said(Container container) throws Exception {
        start(container);
        open().close();
        awaitNoStream();
        assertThat(client.get("/api/data", cookies).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void an_application_that_stops_ends_all_in_order(Container container) throws Exception {
        start(container);
        try (RawClient.Live stream = open()) {
            latchkey.eventStreams().close();
            assertThat(stream.end().body()).matches("(:\n\n)+");
        }
    }
}
