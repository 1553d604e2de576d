/**
 * Why a cookie does not come back: what one request looks like from here, and which rule of browsers or which proxy
 * would lose the cookie. Names and addresses only, never a value.
 */
@NullMarked
package dev.latchkey.http.diagnosis;

import org.jspecify.annotations.NullMarked;
