-- Moves the latest activity of live sessions forward.
-- ARGV: token hashes, each with a time

for i = 1, #ARGV, 2 do
  local id = live_session_of(ARGV[i])
  if id and tonumber(redis.call('HGET', key('s', id), 'seen')) < tonumber(ARGV[i + 1]) then
    redis.call('HSET', key('s', id), 'seen', ARGV[i + 1])
    redis.call('ZADD', set_of('seen'), ARGV[i + 1], id)
  end
end
return answer(false)
