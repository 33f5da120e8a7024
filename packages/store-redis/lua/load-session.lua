#!lua flags=no-writes
-- The record together with the note on a place that is not settled, in one snapshot.
--
-- KEYS  1 session  2 moves
-- ARGV  1 uuid whose note is wanted ('': that of the session which is stored)
-- result  {stamp, position, record, note}; each may be nil
local session = redis.call('HMGET', KEYS[1], 'stamp', 'position', 'record')
local uuid = ARGV[1]
if uuid == '' then uuid = string.sub(session[1] or '', 1, 36) end
return {session[1], session[2], session[3], redis.call('HGET', KEYS[2], uuid)}
