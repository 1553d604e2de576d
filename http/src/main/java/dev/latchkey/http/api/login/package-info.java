/** From a username and a password to a session. */
@NullMarked
package dev.latchkey.http.api.login;

import org.jspecify.annotations.NullMarked;
