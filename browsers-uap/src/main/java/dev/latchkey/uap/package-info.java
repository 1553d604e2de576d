/** Reads User-Agents with the rules that the ua-parser project keeps for all languages. */
@NullMarked
package dev.latchkey.uap;

import org.jspecify.annotations.NullMarked;
