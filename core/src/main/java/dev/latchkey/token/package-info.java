/**
 * Identifiers and secrets of a session, each a type of its own so that two cannot be swapped.
 *
 * <p>{@link dev.latchkey.token.SessionToken} is the secret in the cookie, {@link dev.latchkey.token.TokenHash} all
 * that a store keeps of it, {@link dev.latchkey.token.SessionId} the name that logs and people may see.
 * {@link dev.latchkey.token.RememberToken} and {@link dev.latchkey.token.SeriesId} are the same two for a remember-me
 * series. {@link dev.latchkey.token.HmacKey} derives; {@link dev.latchkey.token.Tokens} is the only source of randomness in the product.
 */
@NullMarked
package dev.latchkey.token;

import org.jspecify.annotations.NullMarked;
