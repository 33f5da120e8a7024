#!lua
-- Whether a node was replaced by a replica since the lists were last compared with the records, or the lists were removed.
-- Of those who ask at the same time, one is told to compare them.
--
-- KEYS  1 epoch  2 lock
-- ARGV  1 what tells the present nodes from others  2 how long the lock lasts in ms
-- result  1: compare them
--         0: nothing to do
if redis.call('GET', KEYS[1]) == ARGV[1] then return 0 end
return redis.call('SET', KEYS[2], '1', 'NX', 'PX', ARGV[2]) and 1 or 0
