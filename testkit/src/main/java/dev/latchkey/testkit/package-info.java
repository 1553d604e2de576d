/**
 * What the Javadoc of an SPI promises, sentence by sentence, as tests. Whoever writes a store or a hasher extends
 * the contract, supplies an empty one of theirs, and nothing else.
 *
 * <p>Instants in the contracts have whole microseconds: a store need not keep more.
 */
@NullMarked
package dev.latchkey.testkit;

import org.jspecify.annotations.NullMarked;
