#!lua flags=allow-oom
-- Removes a user that is being erased, if it is still the one that is meant and no session is listed under it.
-- A repeat of a purge that was carried out is known by its token, and answered as the first time.
--
-- KEYS  1 user  2 users being erased  3 the user's live sessions  4 the user's deleted sessions  5 placed  6 gone
-- ARGV  1 uuid  2 id  3 token  4 time in ms
-- result  1: removed
--         0: another user, or none, is stored, or it is not being erased, or it has sessions
local user = redis.call('HMGET', KEYS[1], 'stamp', 'state', 'position')
if string.sub(user[1] or '', 1, 36) ~= ARGV[1] then
  local entry = redis.call('HGET', KEYS[5], ARGV[1])
  return entry and string.sub(entry, -#ARGV[3] - 1) == ' ' .. ARGV[3] and 1 or 0
end
if user[2] ~= 'erasing' or redis.call('EXISTS', KEYS[3], KEYS[4]) > 0 then return 0 end

redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], ARGV[2])
redis.call('HSET', KEYS[5], ARGV[1], user[3] .. ' 0 purged - ' .. ARGV[3])
redis.call('ZADD', KEYS[6], ARGV[4], ARGV[1])
return 1
