package dev.latchkey.engine;

import java.time.Duration;

/**
 * How long a peer may take, and how much it may send.
 *
 * @param head from the first byte of a request's head (or the connection) to the head's last byte
 * @param handshake a TLS handshake; most of it is our own work, and where many come at once each waits for the others
 * @param idle a pause between two requests
 * @param bodyGrace how long a body may arrive as slowly as it likes
 * @param bodyBytesPerSecond how fast it must arrive on average after that
 * @param bodyTotal how long a body may take at most
 * @param write how long one write may take, plus what its size takes at 4 KiB a second
 * @param maxBodyBytes the largest body
 * @param budgetBytes all requests together whose end has not come yet
 * @param maxConnections how many connections are open at once; for one more the longest idle is closed
 * @param maxPerAddress how many of them one address may have (IPv6: one /64), unless it is exempt
 */
public record EngineLimits(
        Duration head,
        Duration handshake,
        Duration idle,
        Duration bodyGrace,
        int bodyBytesPerSecond,
        Duration bodyTotal,
        Duration write,
        int maxBodyBytes,
        long budgetBytes,
        int maxConnections,
        int maxPerAddress) {
    private static final int LEAST_BUDGET = 1024 * 1024;

    /** Refuses limits that would refuse everything. */
    public EngineLimits {
        if (bodyBytesPerSecond < 1
                || maxBodyBytes < 1
                || budgetBytes < maxBodyBytes
                || maxConnections < 1
                || maxPerAddress < 1) {
            throw new IllegalArgumentException("a limit is at least 1, and the budget is for one body: "
                    + "bodyBytesPerSecond " + bodyBytesPerSecond + ", maxBodyBytes " + maxBodyBytes + ", budgetBytes "
                    + budgetBytes + ", maxConnections " + maxConnections + ", maxPerAddress " + maxPerAddress);
        }
    }

    /**
     * 10 s for a head, 30 s for a handshake, 75 s between requests, 5 s and then 256 bytes a second for a body within
     * 60 s, 20 s for a write; 64 KiB a body, an eighth of the heap for all; 10 000 connections, a quarter of them for
     * one address.
     */
    public static EngineLimits defaults() {
        return new EngineLimits(
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(75),
                Duration.ofSeconds(5),
                256,
                Duration.ofSeconds(60),
                Duration.ofSeconds(20),
                64 * 1024,
                Math.max(LEAST_BUDGET, Runtime.getRuntime().maxMemory() / 8),
                10_000,
                2_500);
    }

    /** The same with another number of connections, a quarter of them (and 8 at least) for one address. */
    public EngineLimits withMaxConnections(int connections) {
        return withConnections(connections, Math.min(connections, Math.max(8, connections / 4)));
    }

    /** The same with other numbers of connections. */
    public EngineLimits withConnections(int connections, int perAddress) {
        return with(idle, budgetBytes, connections, perAddress);
    }

    /** The same with another pause between two requests. */
    public EngineLimits withIdle(Duration pause) {
        return with(pause, budgetBytes, maxConnections, maxPerAddress);
    }

    /** The same with another bound for all requests under way. */
    public EngineLimits withBudget(long bytes) {
        return with(idle, bytes, maxConnections, maxPerAddress);
    }

    private EngineLimits with(Duration pause, long budget, int connections, int perAddress) {
        return new EngineLimits(
                head,
                handshake,
                pause,
                bodyGrace,
                bodyBytesPerSecond,
                bodyTotal,
                write,
                maxBodyBytes,
                budget,
                connections,
                perAddress);
    }
}
