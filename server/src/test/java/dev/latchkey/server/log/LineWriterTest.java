package dev.latchkey.server.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LineWriterTest {
    @Test
    void every_line_of_every_thread_is_written_whole_and_in_its_thread_s_order() throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (LineWriter lines = new LineWriter(out)) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int id = t;
                threads.add(Thread.ofVirtual().start(() -> {
                    for (int i = 0; i < 500; i++) {
                        lines.add((id + " " + i + "\n").getBytes(UTF_8));
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        List<String> written = out.toString(UTF_8).lines().toList();
        assertThat(written).hasSize(2000);
        for (int t = 0; t < 4; t++) {
            String id = t + " ";
            assertThat(written.stream().filter(line -> line.startsWith(id)))
                    .containsExactlyElementsOf(java.util.stream.IntStream.range(0, 500)
                            .mapToObj(i -> id + i)
                            .toList());
        }
    }

    @Test
    void a_line_is_written_without_anyone_closing() throws InterruptedException {
        CountDownLatch written = new CountDownLatch(1);
        OutputStream out = new OutputStream() {
            @Override
            public void write(int b) {}

            @Override
            public void write(byte[] bytes, int offset, int length) {
                if (length > 0) {
                    written.countDown();
                }
            }
        };
        try (LineWriter lines = new LineWriter(out)) {
            lines.add("one\n".getBytes(UTF_8));
            written.await();
        }
        assertThat(written.getCount()).isZero();
    }

    @Test
    void a_reader_that_stands_still_holds_nobody_up_and_what_is_lost_is_counted() throws InterruptedException {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        OutputStream stuck = new OutputStream() {
            @Override
            public void write(int b) {
                got.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                reading.countDown();
                try {
                    mayGoOn.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                got.write(bytes, offset, length);
            }
        };
        try (LineWriter lines = new LineWriter(stuck)) {
            lines.add("first\n".getBytes(UTF_8));
            reading.await();
            byte[] line = "x".repeat(1023).concat("\n").getBytes(UTF_8);
            for (int i = 0; i < 1100; i++) {
                lines.add(line);
            }
            mayGoOn.countDown();
        }
        assertThat(got.toString(UTF_8)).startsWith("first\n").contains("log lines lost: 76");
    }
}
