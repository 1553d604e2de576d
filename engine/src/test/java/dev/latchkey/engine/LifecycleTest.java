package dev.latchkey.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.http.exchange.Handler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LifecycleTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private static InetAddress literal(String address) throws IOException {
        return InetAddress.getAllByName(address)[0];
    }

    @Nested
    class Listening {
        @Test
        void port_0_is_one_free_port_for_all_addresses() throws IOException {
            InetAddress ipv6 = literal("::1");
            InetAddress other = canListenOn(ipv6) ? ipv6 : literal("127.0.0.2");

            try (Engine engine = TestEngine.builder(TestEngine::echo).start(List.of(LOOPBACK, other), 0);
                    Wire first = Wire.to(LOOPBACK, engine.port());
                    Wire second = Wire.to(other, engine.port())) {
                assertThat(first.send(Wire.get("/")).readAnswer().status()).isEqualTo(200);
                assertThat(second.send(Wire.get("/")).readAnswer().status()).isEqualTo(200);
            }
        }

        private boolean canListenOn(InetAddress address) {
            try (ServerSocket socket = new ServerSocket(0, 1, address)) {
                return socket.isBound();
            } catch (IOException e) {
                return false;
            }
        }

        @Test
        void is_told_when_the_port_is_there_and_before_anybody_is_answered() throws IOException {
            List<Wire> early = new ArrayList<>();
            AtomicInteger accepted = new AtomicInteger(-1);
            try (Engine engine =
                    TestEngine.start(TestEngine.builder(TestEngine::echo).bound(bound -> {
                        early.add(connected(bound.port()));
                        bound.look(Duration.ZERO);
                        bound.look(Duration.ZERO); // by now it would have been taken in
                        accepted.set(bound.connections());
                    }))) {
                assertThat(accepted).hasValue(0);
                try (Wire wire = early.getFirst()) {
                    assertThat(wire.send(Wire.get("/")).readAnswer().status()).isEqualTo(200);
                }
                assertThat(engine.isAlive()).isTrue();
            }
        }

        private Wire connected(int port) {
            try {
                return Wire.to(port);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Test
        void a_port_that_is_taken_is_named_with_the_reason_and_the_cure() throws IOException {
            try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
                assertThatThrownBy(() ->
                                TestEngine.builder(TestEngine::echo).start(List.of(LOOPBACK), taken.getLocalPort()))
                        .isInstanceOfSatisfying(
                                CannotListenException.class,
                                e -> assertThat(e.port()).isEqualTo(taken.getLocalPort()))
                        .hasMessageStartingWith("cannot listen on 127.0.0.1 port " + taken.getLocalPort() + ": ")
                        .hasMessageContaining("already in use")
                        .hasMessageContaining("choose another with --port");
            }
        }

        @Test
        void an_address_of_another_machine_is_named_too_and_nothing_listens_after_it() throws IOException {
            InetAddress foreign = literal("192.0.2.1");
            int port;
            try (ServerSocket free = new ServerSocket(0, 1, LOOPBACK)) {
                port = free.getLocalPort();
            }

            assertThatThrownBy(() -> TestEngine.builder(TestEngine::echo).start(List.of(LOOPBACK, foreign), port))
                    .isInstanceOf(CannotListenException.class)
                    .hasMessageContaining("192.0.2.1")
                    .hasMessageContaining("--listen");
            try (ServerSocket again = new ServerSocket()) {
                again.bind(new InetSocketAddress(LOOPBACK, port));
                assertThat(again.isBound()).isTrue();
            }
        }
    }

    @Nested
    class The_limit_of_connections {
        @Test
        void lets_a_newcomer_in_and_the_longest_idle_go() throws IOException {
            EngineLimits limits = EngineLimits.defaults().withConnections(2, 2);
            try (Engine engine = TestEngine.start(limits, TestEngine::echo);
                    Wire first = Wire.to(engine.port());
                    Wire second = Wire.to(engine.port())) {
                second.send(Wire.get("/")).readAnswer();
                first.send(Wire.get("/")).readAnswer();
                try (Wire third = Wire.to(engine.port())) {
                    assertThat(third.send(Wire.get("/")).readAnswer().status()).isEqualTo(200);
                }
                assertThat(second.readAll()).isEmpty();
                assertThat(first.send(Wire.get("/")).readAnswer().status()).isEqualTo(200);
            }
        }

        @Test
        void turns_a_newcomer_away_when_everybody_is_being_answered() throws Exception {
            CountDownLatch entered = new CountDownLatch(1);
            CountDownLatch released = new CountDownLatch(1);
            EngineLimits limits = EngineLimits.defaults().withConnections(1, 1);
            try (Engine engine = TestEngine.start(limits, request -> {
                        entered.countDown();
                        await(released);
                        return TestEngine.text("done");
                    });
                    Wire busy = Wire.to(engine.port())) {
                busy.send(Wire.get("/"));
                entered.await();
                try (Wire newcomer = Wire.to(engine.port())) {
                    assertThat(newcomer.sendAsFarAsPossible(Wire.get("/")).readAll())
                            .isEmpty();
                }
                released.countDown();
                assertThat(busy.readAnswer().body()).isEqualTo("done");
            }
        }

        @Test
        void of_one_address_leaves_room_for_the_others() throws IOException {
            EngineLimits limits = EngineLimits.defaults().withConnections(10, 2);
            try (Engine engine = TestEngine.start(limits, TestEngine::echo);
                    Wire neighbour = Wire.from(literal("127.0.0.2"), engine.port());
                    Wire first = Wire.to(engine.port());
                    Wire second = Wire.to(engine.port())) {
                neighbour.send(Wire.get("/")).readAnswer();
                first.send(Wire.get("/")).readAnswer();
                second.send(Wire.get("/")).readAnswer();
                try (Wire third = Wire.to(engine.port())) {
                    assertThat(third.send(Wire.get("/")).readAnswer().status()).isEqualTo(200);
                }
                assertThat(first.readAll()).isEmpty(); // the longest idle one of the same address
                assertThat(neighbour.send(Wire.get("/")).readAnswer().status()).isEqualTo(200);
            }
        }

        @Test
        void of_one_address_is_not_for_proxies() throws IOException {
            EngineLimits limits = EngineLimits.defaults().withConnections(10, 1);
            try (Engine engine = TestEngine.start(TestEngine.builder(TestEngine::echo)
                            .limits(limits)
                            .exempt(InetAddress::isLoopbackAddress));
                    Wire first = Wire.to(engine.port());
                    Wire second = Wire.to(engine.port())) {
                first.send(Wire.get("/")).readAnswer();
                second.send(Wire.get("/")).readAnswer();
                assertThat(first.send(Wire.get("/")).readAnswer().status()).isEqualTo(200);
            }
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Nested
    class Stopping {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        private final Handler blocking = request -> {
            if (request.rawPath().equals("/slow")) {
                entered.countDown();
                try {
                    released.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return TestEngine.text("done");
        };

        @Test
        void waits_for_the_answer_under_way_and_accepts_nobody_meanwhile() throws Exception {
            try (Engine engine = TestEngine.start(blocking);
                    ExecutorService background = Executors.newSingleThreadExecutor();
                    Wire idle = Wire.to(engine.port());
                    Wire busy = Wire.to(engine.port())) {
                int port = engine.port();
                idle.send(Wire.get("/")).readAnswer();
                busy.send(Wire.get("/slow"));
                entered.await();

                Future<?> stopped = background.submit(() -> engine.stop(Duration.ofMinutes(1)));
                assertThat(idle.readAll()).isEmpty(); // it was told to go, so the stop is under way
                assertThat(isRefused(port)).isTrue();
                assertThat(stopped.isDone()).isFalse();

                released.countDown();
                Wire.Answer answer = busy.readAnswer();
                assertThat(answer.body()).isEqualTo("done");
                assertThat(answer.values("Connection")).containsExactly("close");
                busy.end();
                stopped.get(10, TimeUnit.SECONDS);
            }
        }

        @Test
        void does_not_wait_longer_than_it_was_told() throws Exception {
            try (Engine engine = TestEngine.start(blocking);
                    Wire busy = Wire.to(engine.port())) {
                busy.send(Wire.get("/slow"));
                entered.await();

                engine.stop(Duration.ofMillis(100));

                assertThat(busy.readAll()).doesNotContain("200 OK");
            }
        }

        @Test
        void twice_does_no_harm_and_frees_the_port() throws IOException {
            Engine engine = TestEngine.start(blocking);
            int port = engine.port();
            engine.close();
            engine.close();

            try (ServerSocket again = new ServerSocket()) {
                again.bind(new InetSocketAddress(LOOPBACK, port));
                assertThat(again.isBound()).isTrue();
            }
        }

        private boolean isRefused(int port) {
            try (Wire wire = Wire.to(port)) {
                return wire.sendAsFarAsPossible(Wire.get("/")).readAll().isEmpty();
            } catch (IOException e) {
                return true;
            }
        }
    }
}
