/**
 * What is counted: {@link dev.latchkey.server.metrics.Metrics} holds every number and writes them for Prometheus. No
 * label ever holds text that a stranger sent, so neither a secret nor a flood of names gets in.
 */
@NullMarked
package dev.latchkey.server.metrics;

import org.jspecify.annotations.NullMarked;
