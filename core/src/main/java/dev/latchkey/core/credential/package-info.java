/**
 * Passwords: the value types, the SPI {@link dev.latchkey.core.credential.PasswordHasher}, the
 * {@link dev.latchkey.core.credential.HashingBulkhead} that keeps expensive hashing from starving everything else, and the
 * {@link dev.latchkey.core.credential.PasswordRules} for a new one, whoever sets it.
 */
@NullMarked
package dev.latchkey.core.credential;

import org.jspecify.annotations.NullMarked;
