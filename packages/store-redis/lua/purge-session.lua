#!lua flags=allow-oom
-- Removes a session with everything it owns, if it is still the one that is meant, and leaves a note that says so to the lists.
-- A repeat of a purge that was carried out is known by its token, and answered as the first time while the note is there.
--
-- KEYS  1 session  2 messages  3 ids  4 moves  5 due
-- ARGV  1 uuid  2 version ('': any)  3 id  4 token  5 the note without its version
-- result  the note: removed
--         nil: another session, or none, is stored
local stamp = redis.call('HGET', KEYS[1], 'stamp') or ''
local version = string.sub(stamp, 38)
if string.sub(stamp, 1, 36) ~= ARGV[1] or (ARGV[2] ~= '' and ARGV[2] ~= version) then
  local note = redis.call('HGET', KEYS[4], ARGV[1])
  if note and string.find(note, ' ' .. ARGV[4] .. ' ', 1, true) then return note end
  return false
end

local note = string.format('%d', tonumber(version) + 1) .. ' ' .. ARGV[5]
redis.call('UNLINK', KEYS[1], KEYS[2], KEYS[3])
redis.call('ZREM', KEYS[5], ARGV[3])
redis.call('HSET', KEYS[4], ARGV[1], note)
return note
