#!lua
-- Whether a node was replaced by a replica since the lists were last compared with the records, or the lists were removed.
-- Of those who ask at the same time, one is told to compare them.
--
-- KEYS  1 epoch  2 lock  3 position counter  4 position counter of users
-- ARGV  1 what tells the present nodes from others  2 how long the lock lasts in ms
--       3 how far the counters are raised if a node was replaced
-- result  1: compare them
--         0: nothing to do
local noted = redis.call('GET', KEYS[1])
if noted == ARGV[1] or not redis.call('SET', KEYS[2], '1', 'NX', 'PX', ARGV[2]) then return 0 end

if noted then
  -- Positions that were given and lost must not be given again.
  redis.call('INCRBY', KEYS[3], ARGV[3])
  redis.call('INCRBY', KEYS[4], ARGV[3])
end
return 1
