-- The live sessions of a principal, in any order.
-- ARGV: principal

local sessions = {}
for _, id in ipairs(redis.call('SMEMBERS', key('p', ARGV[1]))) do
  table.insert(sessions, redis.call('HGETALL', key('s', id)))
end
return sessions
