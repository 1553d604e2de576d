-- What every script begins with. KEYS[1] names the group; all keys of a group begin with it and lie in one slot:
--
--   s:ID         a session, live or ended: its fields, its current token (hash), and reason and ended once it is over
--   t:HASH       whose token that is: the id; of a token that was rotated away, a space and until when it is good
--   o:ID         the tokens that were rotated away of a session
--   p:PRINCIPAL  the live sessions of a principal
--   r:SERIES     the live sessions of a remember-me series
--   expires, seen, ended, older: what is next for the purge, by time
--   feed, leases, applied: what nodes tell each other
--
-- Times are microseconds since 1970. An end is noted and never taken back: nothing but the purge removes it.

-- 6.2 asks for it where a script reads the time; later releases do it anyway, and may lack it one day.
if redis.replicate_commands then
  redis.replicate_commands()
end

local group = KEYS[1]

local function key(kind, name)
  return group .. ':' .. kind .. ':' .. name
end

local function set_of(kind)
  return group .. ':' .. kind
end

local function now_micros()
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000000 + tonumber(time[2])
end

-- Another one whenever another server took over, or this one began anew from what it had on disk.
local function era()
  return redis.call('INFO', 'replication'):match('master_replid:(%w+)')
end

local told = ''

-- Tells the other nodes that a token does not stand for what it stood for; with a reason, that its session ended.
local function tell(hash, reason)
  told = redis.call('XADD', set_of('feed'), '*', 'hash', hash, 'reason', reason)
end

-- For how long somebody may answer yet from what was known before.
local function longest_lease(now)
  local last = redis.call('ZREVRANGE', set_of('leases'), 0, 0, 'WITHSCORES')
  return last[2] and math.max(0, tonumber(last[2]) - now) or 0
end

-- What every script that writes answers: what came of it, what it told, and for how long that may be unheard.
local function answer(result)
  return { result, told, told == '' and 0 or longest_lease(now_micros()) }
end

-- The session of a token, and until when it is good if it was rotated away.
local function session_of(hash)
  local value = redis.call('GET', key('t', hash))
  if not value then
    return nil, nil
  end
  local id, good_until = value:match('^(%S+) ?(%S*)$')
  return id, good_until
end

-- The session that lives by that token now.
local function live_session_of(hash)
  local id, good_until = session_of(hash)
  if id and good_until == '' and redis.call('HEXISTS', key('s', id), 'reason') == 0 then
    return id
  end
  return nil
end

-- Ends a session; its current token, or nil when it was not live.
local function finish(id, reason, at)
  local session = key('s', id)
  local hash, principal, series, over =
    unpack(redis.call('HMGET', session, 'hash', 'principal', 'series', 'reason'))
  if not hash or over then
    return nil
  end
  redis.call('HSET', session, 'reason', reason, 'ended', at)
  redis.call('SREM', key('p', principal), id)
  if series ~= '' then
    redis.call('SREM', key('r', series), id)
  end
  redis.call('ZREM', set_of('expires'), id)
  redis.call('ZREM', set_of('seen'), id)
  redis.call('ZADD', set_of('ended'), at, id)
  tell(hash, reason)
  for _, older in ipairs(redis.call('SMEMBERS', key('o', id))) do
    tell(older, reason)
  end
  return hash
end

-- Forgets the tokens that were rotated away of a session; which.
local function forget_older(id)
  local hashes = redis.call('SMEMBERS', key('o', id))
  for _, hash in ipairs(hashes) do
    redis.call('DEL', key('t', hash))
    redis.call('ZREM', set_of('older'), hash)
  end
  redis.call('DEL', key('o', id))
  return hashes
end

-- Ends a remember-me series; whether it was live.
local function finish_series(id, reason, at)
  local principal, over = unpack(redis.call('HMGET', key('m', id), 'principal', 'reason'))
  if not principal or over then
    return false
  end
  redis.call('HSET', key('m', id), 'reason', reason)
  redis.call('SREM', key('mp', principal), id)
  redis.call('ZREM', set_of('m-expires'), id)
  redis.call('ZADD', set_of('m-ended'), at, id)
  return true
end
