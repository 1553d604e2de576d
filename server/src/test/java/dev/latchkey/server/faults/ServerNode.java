package dev.latchkey.server.faults;

import dev.latchkey.history.Member;
import dev.latchkey.postgresql.SilentRelay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A server in a process of its own, over HTTP. */
record ServerNode(ServerProcess process, SilentRelay relay, Faults faults) implements Member {
    @Override
    public Answer ask(String method, String path, String body, String cookies) throws IOException {
        String[] headers = cookies.isEmpty() ? new String[0] : new String[] {"Cookie", cookies};
        try {
            HttpResponse<String> answer = switch (method) {
                case "GET" -> process.get(path, headers);
                case "DELETE" -> process.delete(path, headers);
                default -> process.post(path, body, headers);
            };
            return new Answer(answer.statusCode(), answer.headers().allValues("Set-Cookie"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void paused(boolean value) {
        waiting(() -> {
            String signal = value ? "-STOP" : "-CONT";
            Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                    .inheritIO()
                    .start();
            if (kill.waitFor() != 0) {
                throw new AssertionError("the process cannot be signalled");
            }
        });
    }

    @Override
    public void ahead(Duration value) {
        waiting(() -> faults.moveClock(value));
    }

    @Override
    public void kill() {
        waiting(process::kill);
        relay.close();
    }

    @Override
    public boolean isReady() {
        try {
            return process.isReady();
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        waiting(process::close);
        relay.close();
    }

    /** What waits for a process. */
    private interface Waiting {
        void run() throws Exception;
    }

    private static void waiting(Waiting what) {
        try {
            what.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
