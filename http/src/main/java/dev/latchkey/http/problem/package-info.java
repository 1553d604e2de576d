/**
 * Every refusal a client can see: one enum of codes, one of reasons, and the values of a problem body.
 */
@NullMarked
package dev.latchkey.http.problem;

import org.jspecify.annotations.NullMarked;
