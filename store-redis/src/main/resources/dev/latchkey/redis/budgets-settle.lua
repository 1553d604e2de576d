-- Forgets all attempts of some budgets, and counts one less for others.
-- ARGV: how many are forgotten, their keys, then the keys of the others

local forgotten = tonumber(ARGV[1])
for i = 2, forgotten + 1 do
  redis.call('DEL', key('b', ARGV[i]))
  redis.call('ZREM', set_of('b-open'), ARGV[i])
end
for i = forgotten + 2, #ARGV do
  local state = redis.call('GET', key('b', ARGV[i]))
  if state then
    local count, rest = state:match('^(%d+)( .*)$')
    redis.call('SET', key('b', ARGV[i]), string.format('%d', math.max(0, tonumber(count) - 1)) .. rest)
  end
end
return answer(false)
