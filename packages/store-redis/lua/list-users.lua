#!lua flags=no-writes
-- A page of the users together with their records. All of it is in one slot; the keys of the records are not declared.
--
-- KEYS  1 list
-- ARGV  1 position to go on behind ('': from the start)  2 limit  3 'asc' or 'desc'  4 what the keys of users begin with
-- result  {id, stamp, position, record, id ...}
local members
if ARGV[3] == 'asc' then
  local start = ARGV[1] == '' and '-inf' or '(' .. ARGV[1]
  members = redis.call('ZRANGE', KEYS[1], start, '+inf', 'BYSCORE', 'LIMIT', 0, ARGV[2])
else
  local start = ARGV[1] == '' and '+inf' or '(' .. ARGV[1]
  members = redis.call('ZRANGE', KEYS[1], start, '-inf', 'BYSCORE', 'REV', 'LIMIT', 0, ARGV[2])
end

local result = {}
for index = 1, #members do
  local user = redis.call('HMGET', ARGV[4] .. members[index], 'stamp', 'position', 'record')
  local size = 4 * (index - 1)
  result[size + 1], result[size + 2], result[size + 3], result[size + 4] = members[index], user[1], user[2], user[3]
end
return result
