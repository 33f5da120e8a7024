#!lua flags=allow-oom
-- Stores a record that the session had before, or one without its user, if the stamp that is stored is the expected one, and
-- removes the messages that were added since. A repeat of a call that was carried out is known by its token.
--
-- KEYS  1 session  2 messages  3 ids  4 moves  5 due
-- ARGV  1 expected stamp  2 new stamp  3 record  4 token  5 id  6 purgeableSince ('-': none)  7 note  8 lastSeq of the record
-- result  1: written
--         0: another record, or none, is stored
local session = redis.call('HMGET', KEYS[1], 'stamp', 'writes', 'record')
if session[1] ~= ARGV[1] then
  return session[2] and string.find(session[2], ' ' .. ARGV[4] .. ' ', 1, true) and 1 or 0
end

local lastSeq = tonumber(string.match(session[3], '^(%d+) '))
-- unpack takes a few thousand values at most
for first = tonumber(ARGV[8]) + 1, lastSeq, 2000 do
  local seqs, uuids = {}, {}
  for seq = first, math.min(first + 1999, lastSeq) do seqs[#seqs + 1] = string.format('%d', seq) end
  local texts = redis.call('HMGET', KEYS[2], unpack(seqs))
  for index = 1, #texts do
    if texts[index] then uuids[#uuids + 1] = string.sub(texts[index], 1, 36) end
  end
  redis.call('HDEL', KEYS[2], unpack(seqs))
  if #uuids > 0 then redis.call('HDEL', KEYS[3], unpack(uuids)) end
end
if ARGV[6] == '-' then
  redis.call('ZREM', KEYS[5], ARGV[5])
else
  redis.call('ZADD', KEYS[5], ARGV[6], ARGV[5])
end
redis.call('HSET', KEYS[4], string.sub(ARGV[2], 1, 36), ARGV[7])
redis.call('HSET', KEYS[1], 'stamp', ARGV[2], 'record', ARGV[3], 'writes', ' ' .. ARGV[4] .. string.sub(session[2], 1, 96))
return 1
