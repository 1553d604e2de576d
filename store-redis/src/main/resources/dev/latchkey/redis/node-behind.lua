-- For how long a node may answer yet that has not applied a change. What a node said to another server than this is not
-- believed: it may have applied there what was lost here.
-- ARGV: position of the change
-- Result: microseconds, 0 when there is no such node

local function parts(position)
  local millis, sequence = position:match('^(%d+)-(%d+)$')
  return tonumber(millis), tonumber(sequence)
end

local now, here = now_micros(), era()
local millis, sequence = parts(ARGV[1])
local longest = 0
local leases = redis.call('ZRANGEBYSCORE', set_of('leases'), string.format('(%d', now), '+inf', 'WITHSCORES')
for i = 1, #leases, 2 do
  local where, position = redis.call('HGET', set_of('applied'), leases[i]):match('^(%S+) (%S+)$')
  local applied_millis, applied_sequence = parts(position)
  local is_behind = where ~= here
    or applied_millis < millis
    or (applied_millis == millis and applied_sequence < sequence)
  if is_behind then
    longest = math.max(longest, tonumber(leases[i + 1]) - now)
  end
end
return { longest }
