#!lua flags=allow-oom
-- Removes a user that is being erased, if it is still the one that is meant and no session is listed under it. A trace of it
-- stays for a while, so that nothing that arrives late brings it back.
-- A repeat of a purge that was carried out is known by its token, and answered as the first time.
--
-- KEYS  1 user  2 users being erased  3 the user's live sessions  4 the user's deleted sessions
-- ARGV  1 uuid  2 id  3 token  4 how long the trace stays in ms
-- result  1: removed
--         0: another user, or none, is stored, or it is not being erased, or it has sessions
local user = redis.call('HMGET', KEYS[1], 'stamp', 'state', 'position', 'purged')
if string.sub(user[1] or '', 1, 36) ~= ARGV[1] then
  return user[4] and string.sub(user[4], -#ARGV[3] - 1) == ' ' .. ARGV[3] and 1 or 0
end
if user[2] ~= 'erasing' or redis.call('EXISTS', KEYS[3], KEYS[4]) > 0 then return 0 end

redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], ARGV[2])
redis.call('HSET', KEYS[1], 'purged', ARGV[1] .. ' ' .. user[3] .. ' ' .. ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1
