package dev.latchkey.server.engine;

import java.time.Duration;

/**
 * How long a peer may take, and how much it may send.
 *
 * @param head from the first byte of a request's head (or the connection) to the head's last byte
 * @param idle a pause between two requests
 * @param bodyGrace how long a body may arrive as slowly as it likes
 * @param bodyBytesPerSecond how fast it must arrive on average after that
 * @param bodyTotal how long a body may take at most
 * @param write how long one write may take, plus what its size takes at 4 KiB a second
 * @param maxBodyBytes the largest body
 * @param maxConnections how many connections are open at once; more are closed as they come
 */
public record EngineLimits(
        Duration head,
        Duration idle,
        Duration bodyGrace,
        int bodyBytesPerSecond,
        Duration bodyTotal,
        Duration write,
        int maxBodyBytes,
        int maxConnections) {
    /** Refuses limits that would refuse everything. */
    public EngineLimits {
        if (bodyBytesPerSecond < 1 || maxBodyBytes < 1 || maxConnections < 1) {
            throw new IllegalArgumentException("a limit is at least 1: bodyBytesPerSecond " + bodyBytesPerSecond
                    + ", maxBodyBytes " + maxBodyBytes + ", maxConnections " + maxConnections);
        }
    }

    /**
     * 10 s for a head, 60 s between requests, 5 s and then 256 bytes a second for a body within 60 s, 20 s for a write,
     * 64 KiB, 10 000 connections.
     */
    public static EngineLimits defaults() {
        return new EngineLimits(
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(5),
                256,
                Duration.ofSeconds(60),
                Duration.ofSeconds(20),
                64 * 1024,
                10_000);
    }

    /** The same with another number of connections. */
    public EngineLimits withMaxConnections(int connections) {
        return new EngineLimits(head, idle, bodyGrace, bodyBytesPerSecond, bodyTotal, write, maxBodyBytes, connections);
    }
}
