-- What these sessions are told from others by, since somebody first asked.
-- ARGV: what it is from now on, where it is nothing yet

redis.call('SETNX', set_of('identity'), ARGV[1])
return { redis.call('GET', set_of('identity')) }
