/**
 * What happened, told to whoever keeps an audit log: a sealed set of facts made of ids, instants and network prefixes only,
 * so that no listener can write a secret or a person's text by accident.
 */
@NullMarked
package dev.latchkey.core.event;

import org.jspecify.annotations.NullMarked;
