/**
 * Open-loop load over HTTP/1.1 keep-alive: a request is due at a time fixed in advance, whatever the server does, and its
 * latency counts from that time. So a stall of the server is seen by every request that was due while it lasted
 * (no coordinated omission). One thread, no pipelining. Entry: {@link dev.latchkey.benchmarks.pacer.Main}.
 */
package dev.latchkey.benchmarks.pacer;
