#!lua flags=no-writes
-- The record and those of its messages that have one of some uuids, in one snapshot.
--
-- KEYS  1 session  2 messages  3 ids
-- ARGV  uuids
-- result  nil: no session
--         {stamp, position, record, seq, text, seq, text ...}
local session = redis.call('HMGET', KEYS[1], 'stamp', 'position', 'record')
if not session[1] then return false end

local result = {session[1], session[2], session[3]}
-- unpack takes a few thousand values at most
for first = 1, #ARGV, 4000 do
  local found = redis.call('HMGET', KEYS[3], unpack(ARGV, first, math.min(first + 3999, #ARGV)))
  local seqs = {}
  for index = 1, #found do
    if found[index] then seqs[#seqs + 1] = found[index] end
  end
  if #seqs > 0 then
    local texts = redis.call('HMGET', KEYS[2], unpack(seqs))
    for index = 1, #seqs do
      result[#result + 1] = seqs[index]
      result[#result + 1] = texts[index]
    end
  end
end
return result
