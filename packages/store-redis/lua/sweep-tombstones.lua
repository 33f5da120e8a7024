#!lua flags=allow-oom
-- Forgets what was purged long ago: nobody is so slow that it could still bring it back.
--
-- KEYS  1 placed  2 gone
-- ARGV  1 time in ms: what was purged before it is forgotten  2 limit
-- result  how many were forgotten
local uuids = redis.call('ZRANGE', KEYS[2], '-inf', '(' .. ARGV[1], 'BYSCORE', 'LIMIT', 0, ARGV[2])
if #uuids > 0 then
  redis.call('HDEL', KEYS[1], unpack(uuids))
  redis.call('ZREM', KEYS[2], unpack(uuids))
end
return #uuids
