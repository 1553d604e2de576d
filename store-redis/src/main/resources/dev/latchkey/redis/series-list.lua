-- The live series of a principal, in writing.
-- ARGV: principal

local all = {}
for _, id in ipairs(redis.call('SMEMBERS', key('mp', ARGV[1]))) do
  table.insert(all, redis.call('HGET', key('m', id), 'text'))
end
return all
