/**
 * The command line: {@code latchkey serve}, {@code demo}, {@code user}, {@code audit} and {@code version}.
 */
@NullMarked
package dev.latchkey.server.command;

import org.jspecify.annotations.NullMarked;
