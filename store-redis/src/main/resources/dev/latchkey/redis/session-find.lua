-- What a token stands for.
-- ARGV: token hash
-- Result: nothing when nothing; else until when it is good ('' for the current one), then names and values of the session

local id, good_until = session_of(ARGV[1])
if not id then
  return {}
end
local session = redis.call('HGETALL', key('s', id))
if #session == 0 then
  return {}
end
table.insert(session, 1, good_until)
return session
