-- Ends series past their deadline, and forgets old reasons.
-- ARGV: now; reasons before that are forgotten; how many at most to end, of reasons
-- Result: how many were ended, reasons forgotten

local now, ended_before, most_ends, most_reasons = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])

local function first(kind, bound, most)
  if most <= 0 then
    return {}
  end
  return redis.call('ZRANGEBYSCORE', set_of(kind), '-inf', bound, 'LIMIT', 0, most)
end

local expired = first('m-expires', now, most_ends)
for _, id in ipairs(expired) do
  finish_series(id, 'EXPIRED', now)
end
local reasons = first('m-ended', '(' .. ended_before, most_reasons)
for _, id in ipairs(reasons) do
  redis.call('DEL', key('m', id))
  redis.call('ZREM', set_of('m-ended'), id)
end
return answer({ #expired, #reasons })
