/**
 * The password hashes of other products, read so that their users can log in here with the password they have:
 * {@link dev.latchkey.foreign.ForeignHashes} tells which format an exported hash has and gives the
 * {@link dev.latchkey.core.credential.ForeignPasswordFormat}s that verify it. Nothing here makes a hash.
 */
@NullMarked
package dev.latchkey.foreign;

import org.jspecify.annotations.NullMarked;
