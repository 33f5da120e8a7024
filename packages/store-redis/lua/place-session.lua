#!lua flags=allow-oom
-- Puts a session into the lists that its state and user say, out of all others, and gives it a position if it has none.
-- A later version wins whatever the order of the calls, and nothing brings back what was purged; repeating a call does no harm.
--
-- KEYS  1 placed  2 position counter  3 live  4 deleted  5 gone
--       6 the user's record  7 the user's live  8 the user's deleted  (no user: any key of the slot)
--       9, 10 live and deleted of the user that the session was placed under, as far as the caller knows
--       11 replication history that positions are given in
--       12 moves of the session's bucket, if it is on this node for certain (else: any key of the slot)
-- ARGV  1 session uuid  2 version  3 state: live, deleted, purged, refused  4 user uuid or '-'
--       5 uuid of the user of KEYS 9 and 10 or '-'  6 member  7 known position or 0  8 token  9 time in ms
--       10 '1' if a replica may take over, else '0'  11 '1' if the note that is placed has to be in KEYS 12, else '0'
-- result  {'placed', position}
--         {'stale', position, state, user, token}: placed by the same or a later version or purged, and this is where
--         {'user_gone', position or 0}: the user does not exist or is being erased; nothing was changed
--         {'other_user', user}: call again with this one's lists as KEYS 9 and 10; nothing was changed
--         {'other_history'}: call again after begin-history; nothing was changed
--         {'lost'}: the change was committed on another node, which this one has replaced; nothing was changed
local uuid, version, state, user, from = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local entry = redis.call('HGET', KEYS[1], uuid)
local position, placedVersion, placedState, placedUser, token = '0', '-1', '-', '-', '-'
if entry then
  position, placedVersion, placedState, placedUser, token = string.match(entry, '^(%d+) (%d+) (%S+) (%S+) (%S+)$')
end
local isGone = placedState == 'purged' or placedState == 'refused'
if isGone or tonumber(placedVersion) >= tonumber(version) then return {'stale', position, placedState, placedUser, token} end
-- A note stays until it has been placed.
if ARGV[11] == '1' and redis.call('HEXISTS', KEYS[12], uuid) == 0 then return {'lost'} end

local isListed = state == 'live' or state == 'deleted'
if isListed and user ~= '-' and user ~= placedUser then
  local record = redis.call('HMGET', KEYS[6], 'stamp', 'state')
  if string.sub(record[1] or '', 1, 36) ~= user or record[2] ~= 'live' then return {'user_gone', position} end
end
if placedUser ~= '-' and placedUser ~= from then return {'other_user', placedUser} end

if position == '0' and ARGV[7] ~= '0' then
  position = ARGV[7]
  if tonumber(redis.call('GET', KEYS[2]) or '0') < tonumber(position) then redis.call('SET', KEYS[2], position) end
elseif position == '0' and state ~= 'refused' then
  if ARGV[10] == '1' then
    local info = redis.pcall('INFO', 'replication')
    -- Who may not ask is not told.
    local history = type(info) == 'string' and string.match(info, 'master_replid:(%w+)')
    if history and redis.call('GET', KEYS[11]) ~= history then return {'other_history'} end
  end
  position = string.format('%d', redis.call('INCR', KEYS[2]))
end

local isMoved = placedState ~= state
if placedState == 'live' or placedState == 'deleted' then
  local offset = placedState == 'live' and 0 or 1
  if isMoved then redis.call('ZREM', KEYS[3 + offset], ARGV[6]) end
  if placedUser ~= '-' and (isMoved or placedUser ~= user) then redis.call('ZREM', KEYS[9 + offset], ARGV[6]) end
end
if isListed then
  local offset = state == 'live' and 0 or 1
  redis.call('ZADD', KEYS[3 + offset], position, ARGV[6])
  if user ~= '-' then redis.call('ZADD', KEYS[7 + offset], position, ARGV[6]) end
else
  -- Kept for a while, so that no slow caller can bring the session back into a list.
  redis.call('ZADD', KEYS[5], ARGV[9], uuid)
end
redis.call('HSET', KEYS[1], uuid, position .. ' ' .. version .. ' ' .. state .. ' ' .. user .. ' ' .. ARGV[8])
return {'placed', position}
