package dev.latchkey.http.api.events;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.SessionPolicy;
import dev.latchkey.core.session.Sessions;
import dev.latchkey.http.exchange.Content;
import dev.latchkey.http.exchange.FakeRequest;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.testing.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GetEventsTest {
    private static final String PULSE = ":\n\n";

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    /** Whoever reads a stream, at its own pace. */
    private static final class Reader implements Flow.Subscriber<byte[]> {
        private final List<String> read = new ArrayList<>();
        private Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(byte[] piece) {
            read.add(new String(piece, US_ASCII));
        }

        @Override
        public void onError(Throwable cause) {
            read.add("failed: " + cause.getMessage());
        }

        @Override
        public void onComplete() {
            read.add("over");
        }

        Reader wants(long pieces) {
            subscription.request(pieces);
            return this;
        }
    }

    private static Reader reading(Response answer) {
        Reader reader = new Reader();
        ((Content.Live) answer.content()).pieces().subscribe(reader);
        return reader;
    }

    private Response ask(String cookie) {
        return world.handle(FakeRequest.get("/api/events").byFetch().cookie(cookie));
    }

    private Reader opened(String cookie) {
        return reading(ask(cookie)).wants(Long.MAX_VALUE);
    }

    private static String ended(String reason) {
        return "event: ended\ndata: {\"reason\":\"" + reason + "\"}\n\n";
    }

    @Test
    void who_is_logged_in_gets_a_stream_that_begins_at_once_and_that_no_proxy_keeps_back() {
        Response answer = ask(world.loggedIn());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.fixed().fields())
                .contains(
                        new HeaderField("Content-Type", "text/event-stream"),
                        new HeaderField("Cache-Control", "no-store"));
        assertThat(World.lines(answer, "X-Accel-Buffering")).containsExactly("no");
        assertThat(reading(answer).wants(1).read).containsExactly(PULSE);
    }

    @Test
    void nobody_gets_none_and_a_remembered_browser_is_not_brought_back() {
        String remembered = Stream.of(world.remembered().split("; ", -1))
                .filter(pair -> pair.startsWith("latchkey-remember="))
                .findFirst()
                .orElseThrow();
        Response answer = ask(remembered);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(World.setCookies(answer)).isEmpty();
        assertThat(World.text(answer)).contains("\"reason\":\"none\"");
    }

    @Test
    void an_adapter_that_sends_complete_answers_alone_has_no_such_route() {
        Response answer = world.handle(FakeRequest.get("/api/events")
                .byFetch()
                .cookie(world.loggedIn())
                .withoutLive());
        assertThat(answer.status()).isEqualTo(404);
    }

    @Test
    void head_opens_nothing() {
        FakeRequest head = FakeRequest.of("HEAD", "/api/events").cookie(world.loggedIn());
        assertThat(world.handle(head).status()).isEqualTo(200);
        assertThat(world.streams.size()).isZero();
    }

    @Nested
    class An_end {
        @Test
        void by_another_device_is_told_and_is_the_last_of_it() {
            Reader reader = opened(world.loggedIn());
            world.ends.look();
            assertThat(reader.read).containsExactly(PULSE);

            world.store.endAll(World.JANE, EndReason.REVOKED, World.T0);
            world.ends.look();
            world.ends.look();
            world.streams.pulse();

            assertThat(reader.read).containsExactly(PULSE, ended("revoked"), "over");
            assertThat(world.streams.size()).isZero();
            assertThat(world.ends.size()).isZero();
        }

        @Test
        void by_the_same_browser_that_came_back_has_a_name_that_nobody_asks_for() {
            Reader reader = opened(world.loggedIn());

            world.store.endAll(World.JANE, EndReason.RETURNED, World.T0);
            world.ends.look();

            assertThat(reader.read).containsExactly(PULSE, "event: returned\ndata: {}\n\n", "over");
        }

        @Test
        void of_one_session_says_nothing_to_another() {
            Reader hers = opened(world.loggedIn());
            String elsewhere = world.loggedIn();
            Reader there = opened(elsewhere);
            world.handle(FakeRequest.post("/api/logout").cookie(elsewhere));
            world.ends.look();
            assertThat(there.read).containsExactly(PULSE, ended("logged_out"), "over");
            assertThat(hers.read).containsExactly(PULSE);
        }

        @Test
        void comes_by_the_idle_timeout_because_a_stream_is_no_use() {
            Reader reader = opened(world.loggedIn());
            Duration idle = SessionPolicy.DEFAULT.idleTimeout();
            for (int i = 1; i <= 4; i++) {
                world.after(idle.dividedBy(4).minusMillis(i == 4 ? 1 : 0));
                world.streams.pulse();
                world.ends.look();
            }
            assertThat(reader.read).doesNotContain("over");
            world.after(Duration.ofMillis(1));
            world.ends.look();
            assertThat(reader.read).endsWith(ended("idle_expired"), "over");
        }

        @Test
        void opening_is_no_use_either() {
            String cookie = world.loggedIn();
            Instant before = world.janesSession().lastSeenAt();
            world.after(Duration.ofMinutes(10));
            opened(cookie);
            assertThat(world.janesSession().lastSeenAt()).isEqualTo(before);
        }

        @Test
        void of_a_token_that_was_rotated_away_is_told_after_its_grace_and_the_page_comes_again() {
            String cookie = world.loggedIn();
            Reader reader = opened(cookie);
            String successor = World.pair(world.handle(
                    FakeRequest.post("/api/reauthenticate").cookie(cookie).json("{\"password\":\"secret\"}")));
            world.after(Sessions.PREDECESSOR_GRACE);
            world.ends.look();
            assertThat(reader.read).containsExactly(PULSE, ended("unknown"), "over");
            assertThat(opened(successor).read).containsExactly(PULSE);
        }

        @Test
        void is_kept_for_a_reader_that_reads_late_and_pulses_are_not() {
            Reader reader = reading(ask(world.loggedIn()));
            world.streams.pulse();
            world.streams.pulse();
            world.store.endAll(World.JANE, EndReason.REVOKED, World.T0);
            world.ends.look();
            assertThat(reader.read).isEmpty();
            assertThat(reader.wants(1).read).containsExactly(PULSE);
            assertThat(reader.wants(1).read).containsExactly(PULSE, ended("revoked"), "over");
        }

        @Test
        void is_nothing_to_a_reader_that_is_gone() {
            Reader reader = opened(world.loggedIn());
            reader.subscription.cancel();
            reader.subscription.cancel();
            assertThat(world.streams.size()).isZero();
            assertThat(world.ends.size()).isZero();
            world.store.endAll(World.JANE, EndReason.REVOKED, World.T0);
            world.ends.look();
            assertThat(reader.read).containsExactly(PULSE);
        }

        @Test
        void of_the_server_is_told_to_all_without_a_word_and_nobody_comes_in_any_more() {
            String cookie = world.loggedIn();
            Reader reader = opened(cookie);
            Reader offered = new Reader();
            Response late = ask(cookie);
            world.streams.close();
            assertThat(reader.read).containsExactly(PULSE, "over");
            ((Content.Live) late.content()).pieces().subscribe(offered);
            assertThat(offered.wants(2).read).containsExactly(PULSE, "over");
            assertThat(ask(cookie).status()).isEqualTo(503);
        }
    }

    @Test
    void what_is_sent_now_and_then_keeps_proxies_from_dropping_it() {
        Reader reader = opened(world.loggedIn());
        world.streams.pulse();
        world.streams.pulse();
        assertThat(reader.read).containsExactly(PULSE, PULSE, PULSE);
    }

    @Test
    void a_reader_that_asks_for_nothing_is_told_that_it_may_not() {
        Reader reader = reading(ask(world.loggedIn()));
        assertThat(reader.wants(0).read).containsExactly("failed: a reader asks for at least one piece, not 0");
        assertThat(world.streams.size()).isZero();
    }

    @Test
    void a_stream_has_one_reader() {
        Content.Live stream = (Content.Live) ask(world.loggedIn()).content();
        stream.pieces().subscribe(new Reader());
        assertThatThrownBy(() -> stream.pieces().subscribe(new Reader())).isInstanceOf(IllegalStateException.class);
    }

    @Nested
    class The_limit {
        private Response askFrom(String address, String cookie) {
            return world.handle(FakeRequest.get("/api/events").from(address).cookie(cookie));
        }

        private List<Reader> openFrom(String address, String cookie, int streams) {
            return IntStream.range(0, streams)
                    .mapToObj(i -> reading(askFrom(address, cookie)))
                    .toList();
        }

        @Test
        void of_one_address_is_a_tenth_and_says_when_to_come_again() {
            String cookie = world.loggedIn();
            List<Reader> readers = openFrom("2001:db8::1", cookie, EventStreams.DEFAULT_MOST / 10);

            Response refused = askFrom("2001:db8::2", cookie); // of the same /64

            assertThat(refused.status()).isEqualTo(429);
            assertThat(World.line(refused, "Retry-After")).isPresent();
            assertThat(askFrom("192.0.2.1", cookie).status()).isEqualTo(200);
            readers.getFirst().subscription.cancel();
            assertThat(askFrom("2001:db8::2", cookie).status()).isEqualTo(200);
        }

        @Test
        void of_all_is_one_too() {
            String cookie = world.loggedIn();
            List<List<Reader>> readers = Stream.iterate(1, i -> i <= 10, i -> i + 1)
                    .map(i -> openFrom("192.0.2." + i, cookie, EventStreams.DEFAULT_MOST / 10))
                    .toList();
            assertThat(world.streams.size()).isEqualTo(EventStreams.DEFAULT_MOST);

            Response refused = askFrom("192.0.2.100", cookie);

            assertThat(refused.status()).isEqualTo(503);
            assertThat(World.text(refused)).contains("\"code\":\"busy\"");
            readers.getFirst().getFirst().subscription.cancel();
            assertThat(askFrom("192.0.2.100", cookie).status()).isEqualTo(200);
        }

        @Test
        void holds_for_those_that_were_offered_at_once() {
            String cookie = world.loggedIn();
            openFrom("192.0.2.1", cookie, EventStreams.DEFAULT_MOST / 10 - 1);
            Response one = askFrom("192.0.2.1", cookie);
            Response other = askFrom("192.0.2.1", cookie);
            assertThat(reading(one).wants(2).read).containsExactly(PULSE);
            assertThat(reading(other).wants(2).read).containsExactly(PULSE, "over");
        }
    }
}
