/**
 * Identifiers and secrets of a session, each a type of its own so that two cannot be swapped.
 *
 * <p>{@link dev.latchkey.core.token.SessionToken} is the secret in the cookie, {@link dev.latchkey.core.token.TokenHash} all
 * that a store keeps of it, {@link dev.latchkey.core.token.SessionId} the name that logs and people may see.
 * {@link dev.latchkey.core.token.RememberToken} and {@link dev.latchkey.core.token.SeriesId} are the same two for a remember-me
 * series. {@link dev.latchkey.core.token.HmacKey} derives; {@link dev.latchkey.core.token.Tokens} is the only source of randomness in the product.
 */
@NullMarked
package dev.latchkey.core.token;

import org.jspecify.annotations.NullMarked;
