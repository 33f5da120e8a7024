#!lua flags=allow-oom
-- Removes some messages for good, if the session is still the one that is meant. Repeating it does no harm.
-- It stops early when it has read much text: that is how it finds their uuids.
--
-- KEYS  1 session  2 messages  3 ids
-- ARGV  1 uuid  2 first seq  3 last seq, at most a thousand later
-- result  the seq to go on with: what was there before it is removed
--         0: another session, or none, is stored
if string.sub(redis.call('HGET', KEYS[1], 'stamp') or '', 1, 36) ~= ARGV[1] then return 0 end

local seq, last, bytes = tonumber(ARGV[2]), tonumber(ARGV[3]), 0
while seq <= last and bytes < 8388608 do
  local seqs, uuids = {}, {}
  for index = seq, math.min(seq + 15, last) do seqs[#seqs + 1] = string.format('%d', index) end
  local texts = redis.call('HMGET', KEYS[2], unpack(seqs))
  for index = 1, #texts do
    if texts[index] then
      uuids[#uuids + 1] = string.sub(texts[index], 1, 36)
      bytes = bytes + #texts[index]
    end
  end
  if #uuids > 0 then
    redis.call('HDEL', KEYS[2], unpack(seqs))
    redis.call('HDEL', KEYS[3], unpack(uuids))
  end
  seq = seq + #seqs
end
return seq
