/**
 * From a credential to a session: {@link dev.latchkey.login.PasswordLogin} is the one place where users,
 * hashing and sessions meet.
 */
@NullMarked
package dev.latchkey.login;

import org.jspecify.annotations.NullMarked;
