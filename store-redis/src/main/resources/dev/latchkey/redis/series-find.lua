-- What a series is.
-- ARGV: id
-- Result: why it ended (or ''), and the series in writing; nothing when there is none

local reason, text = unpack(redis.call('HMGET', key('m', ARGV[1]), 'reason', 'text'))
if not text then
  return {}
end
return { reason or '', text }
