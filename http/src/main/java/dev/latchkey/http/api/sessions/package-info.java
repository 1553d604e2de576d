/** Where somebody is logged in, and how they end it elsewhere. */
@NullMarked
package dev.latchkey.http.api.sessions;

import org.jspecify.annotations.NullMarked;
