/**
 * Claims that hold for every value, tried on many: {@link dev.latchkey.chance.Tries} runs a claim again and again,
 * each time with a {@link dev.latchkey.chance.Chance} that draws other values. A failure tells the seed it was drawn
 * from, and what was drawn. Values are not made smaller afterwards, and nothing is printed while all holds.
 */
@NullMarked
package dev.latchkey.chance;

import org.jspecify.annotations.NullMarked;
