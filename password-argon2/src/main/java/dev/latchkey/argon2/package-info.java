/**
 * A {@link dev.latchkey.core.credential.PasswordHasher} by Argon2id (RFC 9106): {@link dev.latchkey.argon2.Argon2idHasher}
 * with {@link dev.latchkey.argon2.Argon2Parameters}. It bounds neither how many hash at once nor how long they wait:
 * that is the bulkhead's.
 */
@NullMarked
package dev.latchkey.argon2;

import org.jspecify.annotations.NullMarked;
