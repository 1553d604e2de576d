/**
 * Making accounts: which usernames and passwords are taken, and the service that takes them,
 * {@link dev.latchkey.core.registration.Registration}. {@link dev.latchkey.core.registration.PasswordRules} holds for a change of
 * password too.
 *
 * <p>Whether anybody may register at all is decided further out.
 */
@NullMarked
package dev.latchkey.core.registration;

import org.jspecify.annotations.NullMarked;
