/**
 * Proving who someone is with a password: the value types, the two SPIs
 * ({@link dev.latchkey.core.credential.UserStore}, {@link dev.latchkey.core.credential.PasswordHasher}) and the
 * {@link dev.latchkey.core.credential.HashingBulkhead} that keeps expensive hashing from starving everything else.
 */
@NullMarked
package dev.latchkey.core.credential;

import org.jspecify.annotations.NullMarked;
