#!lua flags=allow-oom
-- Removes some messages for good, if the session is still the one that is meant. Repeating it does no harm.
--
-- KEYS  1 session  2 messages  3 ids
-- ARGV  1 uuid  2 first seq  3 last seq, at most a thousand later
-- result  1: removed what was there of them
--         0: another session, or none, is stored
if string.sub(redis.call('HGET', KEYS[1], 'stamp') or '', 1, 36) ~= ARGV[1] then return 0 end

local seqs, uuids = {}, {}
for seq = tonumber(ARGV[2]), tonumber(ARGV[3]) do seqs[#seqs + 1] = string.format('%d', seq) end
local texts = redis.call('HMGET', KEYS[2], unpack(seqs))
for index = 1, #texts do
  if texts[index] then uuids[#uuids + 1] = string.sub(texts[index], 1, 36) end
end
if #uuids > 0 then
  redis.call('HDEL', KEYS[2], unpack(seqs))
  redis.call('HDEL', KEYS[3], unpack(uuids))
end
return 1
