/**
 * What the server shows of itself: {@link dev.latchkey.server.metrics.Metrics} holds every number and writes them for
 * Prometheus.
 */
@NullMarked
package dev.latchkey.server.metrics;

import org.jspecify.annotations.NullMarked;
