package dev.latchkey.servlet;

import dev.latchkey.Latchkey;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.guard.Access;
import dev.latchkey.http.guard.Need;
import dev.latchkey.testkit.HttpContract;
import dev.latchkey.testkit.RawClient;
import dev.latchkey.testkit.Served;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a session check costs through the filter beyond what it costs through the library alone: CPU time of the
 * container's own thread, on the container's own request, by turns. It judges nothing, and runs only when it is named.
 */
class FilterCost {
    private static final int WARM_UPS = 8;
    private static final int TURNS = 200;
    private static final int CHECKS = 100;

    /** What a browser sends of itself beside its cookie. */
    private static final Map<RequestHeader, String> BROWSER = new EnumMap<>(Map.of(
            RequestHeader.HOST, "localhost:5000",
            RequestHeader.SEC_FETCH_SITE, "same-origin",
            RequestHeader.SEC_FETCH_MODE, "cors",
            RequestHeader.SEC_FETCH_DEST, "empty",
            RequestHeader.ACCEPT, "*/*",
            RequestHeader.ACCEPT_LANGUAGE, "en",
            RequestHeader.USER_AGENT,
                    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36"));

    @ParameterizedTest
    @EnumSource
    void is_told(Container container) throws Exception {
        Served given = new Served();
        try (Latchkey latchkey = Container.latchkey(given, "/api");
                HttpContract.Running running = container.serve(
                        "",
                        context -> {
                            var measuring = context.addFilter("measuring", new Measuring(latchkey));
                            measuring.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/open");
                            LatchkeyFilter.builder(latchkey).build().addTo(context);
                        },
                        "/api")) {
            RawClient client = new RawClient(running.port());
            String cookie = client.post("/api/login", Served.LOGIN).cookies();
            String[] lines = BROWSER.entrySet().stream()
                    .map(line -> line.getKey().fieldName() + ": " + line.getValue())
                    .toArray(String[]::new);
            lines = Arrays.copyOf(lines, lines.length + 1);
            lines[lines.length - 1] = cookie;
            for (int i = 0; i < WARM_UPS; i++) {
                client.get("/open", lines);
            }
            System.out.println(container + ": " + client.get("/open", lines).body());
        }
    }

    /** A request that costs nothing to read. */
    private record Read(Map<RequestHeader, List<String>> lines) implements Request {
        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String rawPath() {
            return "/open";
        }

        @Override
        public String rawQuery() {
            return "";
        }

        @Override
        public List<String> header(RequestHeader name) {
            return lines.getOrDefault(name, List.of());
        }

        @Override
        public InetAddress peerAddress() {
            return InetAddress.getLoopbackAddress();
        }

        @Override
        public boolean isTls() {
            return false;
        }

        @Override
        public Body body(int maxBytes) {
            return new Body.Complete(new byte[0]);
        }
    }

    private static final class Measuring implements Filter {
        private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        private final Latchkey latchkey;

        Measuring(Latchkey latchkey) {
            this.latchkey = latchkey;
        }

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            LatchkeyFilter filter = LatchkeyFilter.builder(latchkey).build();
            Map<RequestHeader, List<String>> lines = new EnumMap<>(RequestHeader.class);
            BROWSER.forEach((name, line) -> lines.put(name, List.of(line)));
            lines.put(
                    RequestHeader.COOKIE,
                    List.of(((jakarta.servlet.http.HttpServletRequest) request).getHeader("Cookie")));
            Read read = new Read(lines);
            double[] library = new double[TURNS];
            double[] beyond = new double[TURNS];
            for (int turn = 0; turn < TURNS; turn++) {
                boolean isFilterFirst = (turn & 1) == 0;
                double first = isFilterFirst ? throughFilter(filter, request, response) : throughLibrary(read);
                double second = isFilterFirst ? throughLibrary(read) : throughFilter(filter, request, response);
                library[turn] = isFilterFirst ? second : first;
                beyond[turn] = (isFilterFirst ? first : second) - library[turn];
            }
            response.getWriter().print("library alone " + told(library) + ", the filter beyond that " + told(beyond));
        }

        private double throughFilter(LatchkeyFilter filter, ServletRequest request, ServletResponse response)
                throws IOException, ServletException {
            long before = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < CHECKS; i++) {
                int[] let = {0};
                filter.doFilter(request, response, (asked, answer) -> let[0]++);
                if (let[0] != 1) {
                    throw new IllegalStateException("not let in");
                }
                // As new as the next request is.
                request.removeAttribute(Visit.class.getName());
                response.reset();
            }
            return (threads.getCurrentThreadCpuTime() - before) / 1_000.0 / CHECKS;
        }

        private double throughLibrary(Request request) {
            long before = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < CHECKS; i++) {
                if (!(latchkey.admit(request, Need.MEMBER) instanceof Access.Member)) {
                    throw new IllegalStateException("not let in");
                }
            }
            return (threads.getCurrentThreadCpuTime() - before) / 1_000.0 / CHECKS;
        }

        /** The median, and the 95 % interval of it by ranks. */
        private static String told(double[] values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            int half = sorted.length / 2;
            int off = (int) Math.ceil(0.98 * Math.sqrt(sorted.length));
            return String.format(
                    Locale.ROOT, "%.2f µs (%.2f–%.2f)", sorted[half], sorted[half - off], sorted[half + off]);
        }
    }
}
