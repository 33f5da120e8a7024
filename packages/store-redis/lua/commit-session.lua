#!lua
-- Writes a session's record and messages, all or nothing, if the stamp that is stored is the expected one.
-- A repeat of a commit that was carried out is known by its token, and answered as the first time.
--
-- KEYS  1 session  2 messages  3 ids  4 moves  5 due
-- ARGV  1 expected stamp ('': nothing is stored)  2 new stamp  3 record  4 token
--       5 id  6 purgeableSince ('': unchanged, '-': none)  7 note ('': the place does not change)
--       8 position to write ('': unchanged)  9 number of new messages  10 number of replaced messages
--       then the uuid of each new message, then seq and text of each new message, then seq and text of each replaced one
--       (the text of a message begins with its uuid)
-- result  1: written
--         {0, stamp, position, record, writes}: another record is stored; nil if none is
--         {2, seq, text, seq, text ...}: the session has these messages already
--         {3}: a message that should be replaced is not there
local session = redis.call('HMGET', KEYS[1], 'stamp', 'writes')
local stamp, writes = session[1] or '', session[2] or ''
if stamp ~= ARGV[1] then
  if string.find(writes, ' ' .. ARGV[4] .. ' ', 1, true) then return 1 end
  local now = redis.call('HMGET', KEYS[1], 'stamp', 'position', 'record')
  return {0, now[1], now[2], now[3], writes}
end

local added, replaced = tonumber(ARGV[9]), tonumber(ARGV[10])
local texts = 11 + added
local replacements = texts + 2 * added
-- unpack takes a few thousand values at most; an even number keeps pairs together
local slice = 2000

if added > 0 and stamp ~= '' then
  local known = {2}
  for first = 11, texts - 1, slice do
    local seqs = redis.call('HMGET', KEYS[3], unpack(ARGV, first, math.min(first + slice, texts) - 1))
    for index = 1, #seqs do
      if seqs[index] then
        known[#known + 1] = seqs[index]
        known[#known + 1] = redis.call('HGET', KEYS[2], seqs[index])
      end
    end
  end
  if #known > 1 then return known end
end
for index = replacements, replacements + 2 * replaced - 1, 2 do
  local text = redis.call('HGET', KEYS[2], ARGV[index])
  if not text or string.sub(text, 1, 36) ~= string.sub(ARGV[index + 1], 1, 36) then return {3} end
end

-- From here on it only writes.
for first = texts, replacements + 2 * replaced - 1, slice do
  redis.call('HSET', KEYS[2], unpack(ARGV, first, math.min(first + slice, replacements + 2 * replaced) - 1))
end
for first = 11, texts - 1, slice / 2 do
  local fields = {}
  for index = first, math.min(first + slice / 2, texts) - 1 do
    fields[#fields + 1] = ARGV[index]
    fields[#fields + 1] = ARGV[texts + 2 * (index - 11)]
  end
  redis.call('HSET', KEYS[3], unpack(fields))
end
if ARGV[6] == '-' then
  redis.call('ZREM', KEYS[5], ARGV[5])
elseif ARGV[6] ~= '' then
  redis.call('ZADD', KEYS[5], ARGV[6], ARGV[5])
end
if ARGV[7] ~= '' then redis.call('HSET', KEYS[4], string.sub(ARGV[2], 1, 36), ARGV[7]) end
if ARGV[8] ~= '' then redis.call('HSET', KEYS[1], 'position', ARGV[8]) end
-- The tokens of the last few commits, the newest first, between blanks: one that is cut in two at the end matches nothing.
if writes == '' then writes = ' ' end
redis.call('HSET', KEYS[1], 'stamp', ARGV[2], 'record', ARGV[3], 'writes', ' ' .. ARGV[4] .. string.sub(writes, 1, 96))
return 1
