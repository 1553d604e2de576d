package dev.latchkey.redis;

import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.redis.Address.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** The masters of a cluster, each of which keeps some slots: what any of them tells ({@code CLUSTER SLOTS}). */
final class ClusterServers implements Servers {
    private static final System.Logger LOG = System.getLogger(ClusterServers.class.getName());

    private final Function<Endpoint, Link> dialler;
    private final Duration timeout;
    private final Map<Endpoint, Link> links = new ConcurrentHashMap<>();

    /** By the first slot of each range. */
    private volatile NavigableMap<Integer, Endpoint> masters = new TreeMap<>();

    /**
     * Begins with those, of which one at least is to be a master.
     *
     * @param dialler makes the way to one
     */
    ClusterServers(List<Endpoint> seeds, Function<Endpoint, Link> dialler, Duration timeout) {
        this.dialler = dialler;
        this.timeout = timeout;
        seeds.forEach(this::link);
    }

    private Link link(Endpoint endpoint) {
        return links.computeIfAbsent(endpoint, dialler);
    }

    @Override
    public Link of(Group group) {
        Map.Entry<Integer, Endpoint> range = masters.floorEntry(group.slot());
        return range == null ? links.values().iterator().next() : link(range.getValue());
    }

    /** Whether any of the masters has somebody who would take over, reachable or not. */
    boolean hasReplicas() {
        return ask().stream().anyMatch(range -> range.nodes().size() > 1);
    }

    @Override
    public boolean refresh() {
        NavigableMap<Integer, Endpoint> found = new TreeMap<>();
        ask().forEach(range -> found.put(range.first(), range.nodes().getFirst()));
        boolean isChanged = !found.isEmpty() && !found.equals(masters);
        if (isChanged) {
            masters = found;
        }
        return isChanged;
    }

    /**
     * Some slots.
     *
     * @param first the first of them
     * @param nodes who keeps them, the master first
     */
    private record Range(int first, List<Endpoint> nodes) {}

    /** What the first one says that answers; nothing when nobody does. */
    private List<Range> ask() {
        for (Map.Entry<Endpoint, Link> asked : List.copyOf(links.entrySet())) {
            try {
                return Link.await(asked.getValue().open().prompt().async().clusterSlots(), timeout).stream()
                        .map(range -> range((List<?>) range, asked.getKey()))
                        .toList();
            } catch (StoreUnavailableException | ExecutionException | TimeoutException e) {
                LOG.log(System.Logger.Level.DEBUG, "a server did not tell who keeps what", e);
            }
        }
        return List.of();
    }

    /** First slot, last slot, then each node: address, port, and more. */
    private static Range range(List<?> parts, Endpoint asked) {
        List<Endpoint> nodes = parts.stream()
                .skip(2)
                .map(node -> endpoint((List<?>) node, asked))
                .toList();
        return new Range((int) Answer.number(parts.getFirst()), nodes);
    }

    /** One that does not know its own address is where it was asked. */
    private static Endpoint endpoint(List<?> node, Endpoint asked) {
        String host = node.getFirst() == null ? "" : String.valueOf(node.getFirst());
        return new Endpoint(host.isEmpty() ? asked.host() : host, (int) Answer.number(node.get(1)));
    }

    @Override
    public void close() {
        links.values().forEach(Link::close);
    }
}
