package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.Installation;
import dev.latchkey.core.Stores;
import dev.latchkey.core.audit.AuditQuery;
import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.session.EndWatch;
import dev.latchkey.http.api.events.EventStreams;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpkeepTest {
    private final Stores stores = Stores.memory();
    private final Installation installation = Installation.builder(stores, new PlainHasher(), () -> LatchkeyTest.T0)
            .build();
    private final AtomicLong nanos = new AtomicLong(17);
    private final EndWatch ends = new EndWatch(installation.sessions(), Runnable::run);
    private final Upkeep upkeep = new Upkeep(
            installation,
            ends,
            new EventStreams(ends, 1),
            new ClockWatch(() -> LatchkeyTest.T0, nanos::get, Optional.empty()),
            nanos::get);

    @AfterEach
    void close() {
        upkeep.close();
        installation.close();
    }

    @Test
    void it_is_alive_until_nobody_looked_for_twenty_seconds() {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(20) - 1);
        assertThat(upkeep.isAlive()).isTrue();

        nanos.incrementAndGet();

        assertThat(upkeep.isAlive()).isFalse();
    }

    @Test
    void whoever_looks_for_changes_is_asked_again_after_it_failed() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(2);
        upkeep.noticing(() -> {
            asked.countDown();
            throw new NoClassDefFoundError("dev/example/Gone");
        });

        upkeep.start();

        assertThat(asked.await(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void what_was_noted_is_written_when_it_stops() {
        installation.listener().on(new AuthEvent.UserEnabled(LatchkeyTest.T0, LatchkeyTest.JANE));

        upkeep.close();

        assertThat(stores.audit().find(AuditQuery.latest(10))).hasSize(1);
    }
}
