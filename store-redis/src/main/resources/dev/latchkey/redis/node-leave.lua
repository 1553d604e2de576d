-- Says that a node answers no more.
-- ARGV: node

redis.call('ZREM', set_of('leases'), ARGV[1])
redis.call('HDEL', set_of('applied'), ARGV[1])
return answer(false)
