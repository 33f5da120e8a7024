-- Copies every live session often, for a list that would take a minute to make through the store. Of a copy only its place in
-- the list is right: it lies in the bucket of what it was copied from, where a list looks for it and a read by id does not.
--
-- KEYS  1 live sessions  2 position counter
-- ARGV  1 what all keys begin with, up to the tag  2 copies of each session
-- result  how many sessions there are now
local members = redis.call('ZRANGE', KEYS[1], 0, -1)
for index, member in ipairs(members) do
  local colon = string.find(member, ':', 37, true)
  local bucket, id = string.sub(member, 37, colon - 1), string.sub(member, colon + 1)
  local session = ARGV[1] .. '{' .. bucket .. '}:session:'
  local original = redis.call('HMGET', session .. id, 'stamp', 'record')
  local version = string.sub(original[1], 37)
  for copy = 1, tonumber(ARGV[2]) do
    local position = string.format('%d', redis.call('INCR', KEYS[2]))
    local uuid = string.sub(member, 1, 24) .. string.format('%06x%06x', index, copy)
    local copied = id .. '-' .. copy
    redis.call('HSET', session .. copied, 'stamp', uuid .. version, 'position', position, 'record', original[2])
    redis.call('ZADD', KEYS[1], position, uuid .. bucket .. ':' .. copied)
  end
end
return redis.call('ZCARD', KEYS[1])
