-- Puts states in place of others, all or none: none when one is something else by now.
-- ARGV: of each budget its key, what it was (or ''), what it is to be, and when it opens
-- Result: 1 when it is done, 0 when nothing changed

for i = 1, #ARGV, 4 do
  if (redis.call('GET', key('b', ARGV[i])) or '') ~= ARGV[i + 1] then
    return answer(0)
  end
end
for i = 1, #ARGV, 4 do
  redis.call('SET', key('b', ARGV[i]), ARGV[i + 2])
  redis.call('ZADD', set_of('b-open'), ARGV[i + 3], ARGV[i])
end
return answer(1)
