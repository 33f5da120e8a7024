#!lua flags=allow-oom
-- Notes on a session the position that the lists gave it, and clears the note that asked for it if no later one has come.
--
-- KEYS  1 session  2 moves  3 highest position in the bucket, or placed
-- ARGV  1 uuid  2 position  3 the note as it was placed ('': there was none)
--       4 '1' if the lists may be on another node than the bucket: KEYS 3 is the highest position, and is kept
--         '0' if not: KEYS 3 is placed
-- result  1: done
--         0: it was placed on another node, which this one has replaced; nothing was changed
if ARGV[4] == '0' and ARGV[3] ~= '' then
  local version = string.match(redis.call('HGET', KEYS[3], ARGV[1]) or '', '^%d+ (%d+)')
  if not version or tonumber(version) < tonumber(string.match(ARGV[3], '^%d+')) then return 0 end
end
local note = redis.call('HGET', KEYS[2], ARGV[1])
if note == ARGV[3] then redis.call('HDEL', KEYS[2], ARGV[1]) end
if ARGV[2] == '0' then return 1 end

if ARGV[4] == '1' and tonumber(redis.call('GET', KEYS[3]) or '0') < tonumber(ARGV[2]) then
  redis.call('SET', KEYS[3], ARGV[2])
end

local session = redis.call('HMGET', KEYS[1], 'stamp', 'position')
if session[1] and string.sub(session[1], 1, 36) == ARGV[1] then
  -- A position with '?' waits for the note that came with it.
  local isLast = not note or note == ARGV[3]
  if session[2] ~= ARGV[2] and (isLast or not session[2]) then redis.call('HSET', KEYS[1], 'position', ARGV[2]) end
end
return 1
