-- Forgets budgets that opened before.
-- ARGV: before when, how many at most
-- Result: how many

local names =
  redis.call('ZRANGEBYSCORE', set_of('b-open'), '-inf', '(' .. ARGV[1], 'LIMIT', 0, ARGV[2])
for _, name in ipairs(names) do
  redis.call('DEL', key('b', name))
  redis.call('ZREM', set_of('b-open'), name)
end
return answer(#names)
