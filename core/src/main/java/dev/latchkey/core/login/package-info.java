/**
 * From a credential to a session: {@link dev.latchkey.core.login.Logins} is the one place where users,
 * hashing and sessions meet.
 */
@NullMarked
package dev.latchkey.core.login;

import org.jspecify.annotations.NullMarked;
