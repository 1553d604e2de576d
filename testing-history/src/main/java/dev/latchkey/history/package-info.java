/**
 * Histories: what clients asked of several nodes while these met faults, what they were answered and when; and whether one
 * session that ends once can have been behind all of it.
 */
@NullMarked
package dev.latchkey.history;

import org.jspecify.annotations.NullMarked;
