/** What a session check is made of, each part alone: time and bytes allocated per operation. */
package dev.latchkey.benchmarks.jmh;
