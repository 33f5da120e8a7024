#!lua
-- Writes a user's record, its place in the lists included, if the stamp that is stored is the expected one.
-- A repeat of a commit that was carried out is known by its token, or by the trace that a purge leaves, and answered as the
-- first time: it does not bring a user back.
--
-- KEYS  1 user  2 live users  3 users being erased  4 position counter  5 replication history that positions are given in
-- ARGV  1 expected stamp ('': nothing is stored)  2 new stamp  3 state: live or erasing  4 record  5 token  6 member
--       7 '1' if a replica may take over, else '0'
-- result  {1, position}: written
--         {0, stamp, position, record, writes}: another record is stored; nil if none is
--         {2}: call again after begin-history; nothing was changed
local now = redis.call('HMGET', KEYS[1], 'stamp', 'position', 'record', 'writes', 'purged')
local stamp, writes = now[1] or '', now[4] or ''
if stamp ~= ARGV[1] then
  if string.find(writes, ' ' .. ARGV[5] .. ' ', 1, true) then return {1, now[2]} end
  return {0, now[1], now[2], now[3], writes}
end
if stamp == '' and now[5] then
  local uuid, position = string.match(now[5], '^(%S+) (%S+) ')
  if uuid == string.sub(ARGV[2], 1, 36) then return {1, position} end
end

if not now[2] and ARGV[7] == '1' then
  local info = redis.pcall('INFO', 'replication')
  -- Who may not ask is not told.
  local history = type(info) == 'string' and string.match(info, 'master_replid:(%w+)')
  if history and redis.call('GET', KEYS[5]) ~= history then return {2} end
end

-- From here on it writes.
if stamp == '' and now[5] then redis.call('PERSIST', KEYS[1]) end
local position = now[2] or string.format('%d', redis.call('INCR', KEYS[4]))
local isLive = ARGV[3] == 'live'
redis.call('ZREM', isLive and KEYS[3] or KEYS[2], ARGV[6])
redis.call('ZADD', isLive and KEYS[2] or KEYS[3], position, ARGV[6])
-- The tokens of the last few commits, the newest first, between blanks: one that is cut in two at the end matches nothing.
if writes == '' then writes = ' ' end
redis.call('HSET', KEYS[1], 'stamp', ARGV[2], 'state', ARGV[3], 'position', position, 'record', ARGV[4],
  'writes', ' ' .. ARGV[5] .. string.sub(writes, 1, 96))
return {1, position}
