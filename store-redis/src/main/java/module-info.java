import org.jspecify.annotations.NullMarked;

/** Sessions, remember-me series and throttle counters on Redis or Valkey. */
@NullMarked
module dev.latchkey.redis {
    requires static transitive org.jspecify;
    requires transitive dev.latchkey.core;
    requires lettuce.core;

    exports dev.latchkey.redis;
}
