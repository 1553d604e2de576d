/**
 * What is counted: {@link dev.latchkey.micrometer.LatchkeyMetrics} writes it to a registry of Micrometer. No label ever holds
 * text that a stranger sent, so neither a secret nor a flood of names gets in.
 */
@NullMarked
package dev.latchkey.micrometer;

import org.jspecify.annotations.NullMarked;
