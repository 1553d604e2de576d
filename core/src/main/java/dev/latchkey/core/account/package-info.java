/**
 * Accounts: {@link dev.latchkey.core.account.User} and where users are kept, names that nobody takes for another's
 * ({@link dev.latchkey.core.account.DistinctNames}), {@link dev.latchkey.core.account.Registration}, and what an operator does
 * to an account: {@link dev.latchkey.core.account.Accounts} shuts and opens one, {@link dev.latchkey.core.account.Users} is all
 * of it in a person's words.
 *
 * <p>Whether anybody may register at all is decided further out; how a password is proven, in {@code login}.
 */
@NullMarked
package dev.latchkey.core.account;

import org.jspecify.annotations.NullMarked;
