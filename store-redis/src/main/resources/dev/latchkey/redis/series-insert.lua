-- Adds a remember-me series.
-- ARGV: id, principal, when it expires, the series in writing
-- Result: 1 when it is there, 0 when the id is known

local id, principal, expires, text = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
if redis.call('EXISTS', key('m', id)) == 1 then
  return answer(0)
end
redis.call('HSET', key('m', id), 'principal', principal, 'text', text)
redis.call('SADD', key('mp', principal), id)
redis.call('ZADD', set_of('m-expires'), expires, id)
return answer(1)
