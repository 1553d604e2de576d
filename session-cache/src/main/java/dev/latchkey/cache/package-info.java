/**
 * A {@link dev.latchkey.core.session.SessionStore} in front of another: {@link dev.latchkey.cache.CachedSessionStore}
 * answers a session check from memory. It keeps the contract of the store behind it as long as all writes of the
 * process go through it, and whoever hears of other processes' writes clears it. Where several nodes write, {@link
 * dev.latchkey.cache.NodeLoop} tells it of the others' and lets it answer under a lease.
 */
@NullMarked
package dev.latchkey.cache;

import org.jspecify.annotations.NullMarked;
