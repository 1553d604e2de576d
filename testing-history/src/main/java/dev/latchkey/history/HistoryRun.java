package dev.latchkey.history;

import dev.latchkey.history.Cluster.Fault;
import dev.latchkey.history.HistoryChecker.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Clients ask nodes for as long as a plan of faults takes, and every session is asked for everywhere at the end. The plan and
 * what clients do are drawn from one seed; what meets what is chance.
 */
public final class HistoryRun {
    private static final int USERS = 3;
    private static final int CLIENTS = 9;
    private static final int ACTS_BETWEEN = 25;

    private final Cluster cluster;
    private final long seed;
    private final Duration bound;
    private final History history = new History();
    private final LongAdder acts = new LongAdder();

    /**
     * A run on that cluster.
     *
     * @param bound of its caches: faults last some of it
     */
    public HistoryRun(Cluster cluster, long seed, Duration bound) {
        this.cluster = cluster;
        this.seed = seed;
        this.bound = bound;
    }

    /**
     * What came of it.
     *
     * @param events how many things were asked and answered
     */
    public record Outcome(long seed, int sessions, int events, Map<String, Long> counts, List<Violation> violations) {
        /** In lines, for people. */
        public String told() {
            StringBuilder told = new StringBuilder("seed " + seed + ": " + sessions + " sessions, " + events
                    + " events, " + violations.size() + " violations\n");
            counts.forEach((what, count) ->
                    told.append("  ").append(what).append(": ").append(count).append('\n'));
            violations.forEach(violation -> told.append("  ").append(violation).append('\n'));
            return told.toString();
        }
    }

    /** Lets these befall the nodes one after the other, whichever node it is. */
    public Outcome run(Stream<Fault> plan) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Known.Book book = new Known.Book();
        AtomicBoolean isOver = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Client client = new Client(user(i), random.nextLong(), history, cluster::nodes, book);
                clients.add(threads.submit(() -> {
                    while (!isOver.get()) {
                        client.act();
                        acts.increment();
                    }
                }));
            }
            try {
                awaitActs();
                for (Fault fault : (Iterable<Fault>) plan::iterator) {
                    int node = random.nextInt(cluster.nodes().size());
                    Duration howLong = bound.multipliedBy(1 + random.nextInt(3));
                    history.count("fault " + fault);
                    cluster.inflict(fault, node, howLong);
                    cluster.awaitReady();
                    awaitActs();
                }
            } finally {
                isOver.set(true);
            }
            for (Future<?> client : clients) {
                client.get(1, TimeUnit.MINUTES);
            }
        }
        checkAll(book);
        return new Outcome(
                seed,
                book.all(),
                history.events().size(),
                history.counts(),
                new HistoryChecker(bound.plus(bound.dividedBy(10))).violations(history.events()));
    }

    /** Lets clients live in peace for a while: what is to be lost must be there first. */
    private void awaitActs() {
        long enough = acts.sum() + CLIENTS * ACTS_BETWEEN;
        while (acts.sum() < enough) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    List<History.Event> events() {
        return history.events();
    }

    /** The user of that client; each has several. */
    private static String user(int client) {
        return "user" + client % USERS;
    }

    /** Makes those who will log in. */
    public void register() throws Exception {
        for (int i = 0; i < USERS; i++) {
            String body =
                    "{\"username\":\"" + user(i) + "\",\"password\":\"" + Client.PASSWORD + "\",\"name\":\"A User\"}";
            int status = cluster.nodes()
                    .getFirst()
                    .ask("POST", "/api/register", body, "")
                    .status();
            if (status != 201) {
                throw new AssertionError("no user could be made: " + status);
            }
        }
    }

    private void checkAll(Known.Book book) throws Exception {
        List<Node> nodes = cluster.nodes();
        for (Known each : book.latest()) {
            for (int node = 0; node < nodes.size(); node++) {
                long began = System.nanoTime();
                int status = nodes.get(node)
                        .ask("GET", "/api/data", "", each.cookie())
                        .status();
                history.count("last check " + status);
                if (status == 200 || status == 401) {
                    history.add(new History.Checked(each.number(), node, began, System.nanoTime(), status == 200));
                }
            }
        }
    }
}
