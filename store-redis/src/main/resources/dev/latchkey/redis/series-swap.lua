-- Puts a series in place of what it was, unless it is something else by now.
-- ARGV: id, what it was, what it is to be, when that expires
-- Result: 1 when it is done, 0 when nothing changed

local id, was, becomes, expires = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local reason, text = unpack(redis.call('HMGET', key('m', id), 'reason', 'text'))
if reason or text ~= was then
  return answer(0)
end
redis.call('HSET', key('m', id), 'text', becomes)
redis.call('ZADD', set_of('m-expires'), expires, id)
return answer(1)
