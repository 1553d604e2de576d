-- What was told after a position.
-- ARGV: the position; '' for none, when nothing is told but where a node stands that knows everything
-- Result: which era it is, the time, the new position, and hash and reason of each change

local after = ARGV[1]
local result = { era(), string.format('%d', now_micros()) }
result[3] = '0-0'
if redis.call('EXISTS', set_of('feed')) == 1 then
  -- Known even when all of it is trimmed away.
  local about = redis.call('XINFO', 'STREAM', set_of('feed'))
  for i = 1, #about, 2 do
    if about[i] == 'last-generated-id' then
      result[3] = about[i + 1]
    end
  end
end
if after ~= '' then
  for _, entry in ipairs(redis.call('XRANGE', set_of('feed'), '(' .. after, '+')) do
    table.insert(result, entry[2][2])
    table.insert(result, entry[2][4])
  end
end
return result
