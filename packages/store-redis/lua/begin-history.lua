#!lua flags=allow-oom
-- Positions are given in one replication history at a time: that of the node which gave the last one. When another node has
-- taken over, or the same one started again, it may not know of the last positions, and goes on above them.
--
-- The step is at least a million, more than are given in the moments that are lost. It depends on the history, so that two
-- nodes that never heard of one another take different ones.
--
-- KEYS  1 replication history that positions are given in  2 position counter  3 position counter of users
-- ARGV  1 highest position that the buckets know
-- result  1: positions are given in the history of this node from now on
--         0: they were already
local history = string.match(redis.call('INFO', 'replication'), 'master_replid:(%w+)')
local noted = redis.call('GET', KEYS[1])
if noted == history then return 0 end

local step = 1000000 + tonumber(string.sub(history, 1, 5), 16)
for index = 2, 3 do
  local last = math.max(tonumber(redis.call('GET', KEYS[index]) or '0'), tonumber(ARGV[1]))
  -- A new deployment begins with 1.
  if noted or last > 0 then redis.call('SET', KEYS[index], string.format('%d', last + step)) end
end
redis.call('SET', KEYS[1], history)
return 1
