-- Notes that browsers got their cookies.
-- ARGV: token hashes

for _, hash in ipairs(ARGV) do
  local id = live_session_of(hash)
  if id then
    redis.call('HSET', key('s', id), 'confirmed', '1')
  end
end
return answer(false)
