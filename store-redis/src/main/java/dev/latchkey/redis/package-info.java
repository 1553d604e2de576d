/**
 * Sessions, remember-me series and throttle counters on Redis or Valkey. {@link dev.latchkey.redis.RedisStores} is the way
 * in. Whatever belongs together is one script in one slot; users, secrets and the audit log are kept elsewhere.
 */
@NullMarked
package dev.latchkey.redis;

import org.jspecify.annotations.NullMarked;
