-- Says that a node may answer from its cache for so long from now, and what it has applied.
-- ARGV: node, how long, era, position

redis.call('ZADD', set_of('leases'), string.format('%d', now_micros() + tonumber(ARGV[2])), ARGV[1])
redis.call('HSET', set_of('applied'), ARGV[1], ARGV[3] .. ' ' .. ARGV[4])
return answer(false)
