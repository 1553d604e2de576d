/**
 * Proving who someone is with a password: the value types, the two SPIs
 * ({@link dev.latchkey.credential.UserStore}, {@link dev.latchkey.credential.PasswordHasher}) and the
 * {@link dev.latchkey.credential.HashingBulkhead} that keeps expensive hashing from starving everything else.
 */
@NullMarked
package dev.latchkey.credential;

import org.jspecify.annotations.NullMarked;
