-- Adds a session, and ends those that have to make room for it: what exceeds the maximum, or all that a series had.
-- ARGV: token hash, now, maximum (0 for any number), series that returned (or ''), then names and values of its fields
-- Result: false when the token or the id is known; else those that ended, as they stood

local hash, now, maximum, returned = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
local fields = {}
for i = 5, #ARGV, 2 do
  fields[ARGV[i]] = ARGV[i + 1]
end
local id = fields.id
if redis.call('EXISTS', key('t', hash)) == 1 or redis.call('EXISTS', key('s', id)) == 1 then
  return answer(false)
end

local leaving = {}
if returned ~= '' then
  leaving = redis.call('SMEMBERS', key('r', returned))
  tell(hash, '') -- who holds the browser's remember-me token can derive it, so a node may have looked for it in vain
elseif maximum > 0 then
  local others = {}
  for _, other in ipairs(redis.call('SMEMBERS', key('p', fields.principal))) do
    local seen, created = unpack(redis.call('HMGET', key('s', other), 'seen', 'created'))
    table.insert(others, { id = other, seen = tonumber(seen), created = tonumber(created) })
  end
  -- By bytes, as everywhere else: Lua compares by the locale of the server.
  local function sorts_later(one, another)
    for i = 1, #one do
      local a, b = one:byte(i), another:byte(i)
      if a ~= b then
        return a > b
      end
    end
    return false
  end
  table.sort(others, function(one, another)
    if one.seen ~= another.seen then
      return one.seen > another.seen
    end
    if one.created ~= another.created then
      return one.created > another.created
    end
    return sorts_later(one.id, another.id)
  end)
  for i = maximum, #others do
    table.insert(leaving, others[i].id)
  end
end

local left = {}
for _, other in ipairs(leaving) do
  table.insert(left, redis.call('HGETALL', key('s', other)))
  finish(other, returned ~= '' and 'RETURNED' or 'REPLACED', now)
  if returned ~= '' then
    forget_older(other)
  end
end

local session = key('s', id)
redis.call('HSET', session, 'hash', hash)
for name, value in pairs(fields) do
  redis.call('HSET', session, name, value)
end
redis.call('SET', key('t', hash), id)
redis.call('SADD', key('p', fields.principal), id)
if fields.series ~= '' then
  redis.call('SADD', key('r', fields.series), id)
end
redis.call('ZADD', set_of('expires'), fields.expires, id)
redis.call('ZADD', set_of('seen'), fields.seen, id)
return answer(left)
