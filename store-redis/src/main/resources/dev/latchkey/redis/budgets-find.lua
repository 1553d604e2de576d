-- What is kept of budgets, '' where nothing is.
-- ARGV: their keys

local states = {}
for _, name in ipairs(ARGV) do
  table.insert(states, redis.call('GET', key('b', name)) or '')
end
return states
