/**
 * Making accounts: which usernames and passwords are taken, and the service that takes them,
 * {@link dev.latchkey.registration.Registration}. {@link dev.latchkey.registration.PasswordRules} holds for a change of
 * password too.
 *
 * <p>Whether anybody may register at all is decided further out.
 */
@NullMarked
package dev.latchkey.registration;

import org.jspecify.annotations.NullMarked;
