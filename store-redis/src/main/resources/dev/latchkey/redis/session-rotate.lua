-- Puts a token in place of the current one.
-- ARGV: current hash, successor, session id, until when the current one is good yet, then names and values of what changes
-- Result: 1 when it is done, 0 when nothing changed

local current, successor, id, good_until = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
if live_session_of(current) ~= id or redis.call('EXISTS', key('t', successor)) == 1 then
  return answer(0)
end
local session = key('s', id)
local seen, series = unpack(redis.call('HMGET', session, 'seen', 'series'))
for i = 5, #ARGV, 2 do
  redis.call('HSET', session, ARGV[i], ARGV[i + 1])
end
local updated_seen, updated_series = unpack(redis.call('HMGET', session, 'seen', 'series'))
if tonumber(updated_seen) < tonumber(seen) then
  redis.call('HSET', session, 'seen', seen)
else
  redis.call('ZADD', set_of('seen'), updated_seen, id)
end
if updated_series ~= series then
  if series ~= '' then
    redis.call('SREM', key('r', series), id)
  end
  if updated_series ~= '' then
    redis.call('SADD', key('r', updated_series), id)
  end
end
redis.call('SET', key('t', current), id .. ' ' .. good_until)
redis.call('SADD', key('o', id), current)
redis.call('ZADD', set_of('older'), good_until, current)
redis.call('SET', key('t', successor), id)
redis.call('HSET', session, 'hash', successor)
tell(current, '')
return answer(1)
