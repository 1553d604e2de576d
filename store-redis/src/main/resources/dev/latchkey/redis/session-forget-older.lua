-- Forgets every token that was rotated away of a session.
-- ARGV: session id

for _, hash in ipairs(forget_older(ARGV[1])) do
  tell(hash, '')
end
return answer(false)
