/** Accounts that people make for themselves. */
@NullMarked
package dev.latchkey.http.api.registration;

import org.jspecify.annotations.NullMarked;
