-- Ends what is past a deadline, and forgets what is old.
-- ARGV: now; seen by then is idle; reasons before that are forgotten; how many at most to end, of reasons, of older tokens
-- Result: how many were ended, reasons forgotten, older tokens forgotten

local now, seen_by, ended_before = ARGV[1], ARGV[2], ARGV[3]
local most_ends, most_reasons, most_older = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])

local function first(kind, bound, most)
  if most <= 0 then
    return {}
  end
  return redis.call('ZRANGEBYSCORE', set_of(kind), '-inf', bound, 'LIMIT', 0, most)
end

local ended = 0
local function end_those(ids, reason)
  for _, id in ipairs(ids) do
    finish(id, reason, now)
    ended = ended + 1
  end
end
end_those(first('expires', now, most_ends), 'EXPIRED')
end_those(first('seen', seen_by, most_ends - ended), 'IDLE_EXPIRED')

local reasons = first('ended', '(' .. ended_before, most_reasons)
for _, id in ipairs(reasons) do
  forget_older(id)
  redis.call('DEL', key('t', redis.call('HGET', key('s', id), 'hash')), key('s', id))
  redis.call('ZREM', set_of('ended'), id)
end

local older = first('older', now, most_older)
for _, hash in ipairs(older) do
  local id = session_of(hash)
  redis.call('DEL', key('t', hash))
  redis.call('SREM', key('o', id), hash)
  redis.call('ZREM', set_of('older'), hash)
end

-- Ten minutes: far more than a node may be behind that is told that it missed nothing.
local long_ago = now_micros() - 600000000
redis.call('XTRIM', set_of('feed'), 'MINID', '~', string.format('%d', long_ago / 1000))
for _, node in ipairs(redis.call('ZRANGEBYSCORE', set_of('leases'), '-inf', long_ago)) do
  redis.call('ZREM', set_of('leases'), node)
  redis.call('HDEL', set_of('applied'), node)
end
return answer({ ended, #reasons, #older })
