-- Ends sessions.
-- ARGV: reason, now, which: 'id' and one; 'principal', whose, and the one that stays (or ''); 'series' and which
-- Result: the current tokens of those that were live

local reason, now, which, name, kept = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local ids
if which == 'id' then
  ids = { name }
else
  ids = redis.call('SMEMBERS', key(which == 'principal' and 'p' or 'r', name))
end
local hashes = {}
for _, id in ipairs(ids) do
  local hash = id ~= kept and finish(id, reason, now)
  if hash then
    table.insert(hashes, hash)
  end
end
return answer(hashes)
