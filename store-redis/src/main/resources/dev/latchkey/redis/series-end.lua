-- Ends series.
-- ARGV: reason, now, which: 'id' and one; 'principal', whose, and the one that stays (or '')
-- Result: the ids of those that were live

local reason, now, which, name, kept = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local ids = which == 'id' and { name } or redis.call('SMEMBERS', key('mp', name))
local ended = {}
for _, id in ipairs(ids) do
  if id ~= kept and finish_series(id, reason, now) then
    table.insert(ended, id)
  end
end
return answer(ended)
