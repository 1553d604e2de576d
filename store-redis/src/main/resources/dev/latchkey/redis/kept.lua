-- How many sessions and series there are, live or ended.

local count = 0
for _, kind in ipairs({ 'expires', 'ended', 'm-expires', 'm-ended' }) do
  count = count + redis.call('ZCARD', set_of(kind))
end
return { count }
