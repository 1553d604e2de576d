package dev.latchkey.server.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CarriersTest {
    private static final String NEWCOMER_RAN = "newcomer ran";

    @Test
    void on_one_core_a_virtual_thread_that_never_pauses_does_not_hold_up_a_new_one() throws Exception {
        assertThat(onOneCore()).isEqualTo(NEWCOMER_RAN);
    }

    private static String onOneCore() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:ActiveProcessorCount=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BusyCore.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(process.waitFor(1, TimeUnit.MINUTES))
                    .as("ended by itself")
                    .isTrue();
            return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        } finally {
            process.destroyForcibly();
        }
    }

    /** A virtual thread that never pauses, and one that is started from outside meanwhile. */
    static final class BusyCore {
        private BusyCore() {}

        public static void main(String[] args) throws InterruptedException {
            Carriers.atLeastTwo();
            CountDownLatch busy = new CountDownLatch(1);
            Thread.startVirtualThread(() -> {
                busy.countDown();
                while (true) {
                    Thread.onSpinWait();
                }
            });
            busy.await();
            CountDownLatch ran = new CountDownLatch(1);
            Thread.startVirtualThread(ran::countDown);
            ran.await();
            System.out.println(NEWCOMER_RAN);
            System.exit(0);
        }
    }
}
