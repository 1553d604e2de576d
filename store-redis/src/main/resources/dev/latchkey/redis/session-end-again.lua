-- Ends again what ended before, in case a server took over that had not heard of it.
-- ARGV: of each its token hash, the reason, and when
-- Result: how many of them were live

local revived = 0
for i = 1, #ARGV, 3 do
  local id = session_of(ARGV[i])
  if id and finish(id, ARGV[i + 1], ARGV[i + 2]) then
    revived = revived + 1
  end
end
return answer(revived)
