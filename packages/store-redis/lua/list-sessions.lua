#!lua flags=no-writes
-- A page of a list together with its records. Only for standalone Redis: the keys of the records are not declared.
--
-- KEYS  1 list
-- ARGV  1 position to go on behind ('': from the start)  2 limit  3 'asc' or 'desc'  4 what all keys begin with, up to the tag
-- result  {member, '<position in the list> <position or -> <stamp> <record>', member ...}; no record: the first of it only
local entries
if ARGV[3] == 'asc' then
  local start = ARGV[1] == '' and '-inf' or '(' .. ARGV[1]
  entries = redis.call('ZRANGE', KEYS[1], start, '+inf', 'BYSCORE', 'LIMIT', 0, ARGV[2], 'WITHSCORES')
else
  local start = ARGV[1] == '' and '+inf' or '(' .. ARGV[1]
  entries = redis.call('ZRANGE', KEYS[1], start, '-inf', 'BYSCORE', 'REV', 'LIMIT', 0, ARGV[2], 'WITHSCORES')
end

local call, find, sub = redis.call, string.find, string.sub
local result = {}
for index = 1, #entries, 2 do
  local member = entries[index]
  -- A member is uuid, tag of the bucket, ':' and id.
  local colon = find(member, ':', 37, true)
  local key = ARGV[4] .. '{' .. sub(member, 37, colon - 1) .. '}:session:' .. sub(member, colon + 1)
  local session = call('HMGET', key, 'stamp', 'position', 'record')
  -- One text costs the client half of what four cost.
  local text = entries[index + 1]
  if session[1] then text = text .. ' ' .. (session[2] or '-') .. ' ' .. session[1] .. ' ' .. session[3] end
  result[index], result[index + 1] = member, text
end
return result
