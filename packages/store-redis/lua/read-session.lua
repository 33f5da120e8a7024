#!lua flags=no-writes
-- The record and a range of its visible messages, in one snapshot.
--
-- KEYS  1 session  2 messages
-- ARGV  1 'last' or 'after'  2 how many of the newest, or the seq to begin behind  3 limit ('last': unused)
--       4 last seq to return ('': no bound)  5 how many bytes the texts may have together, without their uuids
-- result  nil: no session
--         {'<seq of the first text> <position or -> <stamp> <record>', text, text ...}; nil for a text that is missing
-- 'last' leaves out the oldest texts for which there is no room, 'after' the newest; there is always room for one.
local session = redis.call('HMGET', KEYS[1], 'stamp', 'position', 'record')
if not session[1] then return false end

-- The record begins with lastSeq and hiddenThrough.
local lastSeq, hiddenThrough = string.match(session[3], '^(%d+) (%d+) ')
local first, last = hiddenThrough + 1, tonumber(lastSeq)
if ARGV[4] ~= '' then last = math.min(last, tonumber(ARGV[4])) end
local isWindow = ARGV[1] == 'last'
if isWindow then
  first = math.max(first, last - ARGV[2] + 1)
else
  first = math.max(first, ARGV[2] + 1)
  last = math.min(last, first + ARGV[3] - 1)
end

-- So few at a time that those for which there is no room are few: a text has up to 5 MB.
local chunkSize = 16
local format = string.format
local texts, count, wanted, room = {}, 0, last - first + 1, tonumber(ARGV[5])
while count < wanted do
  local seqs = {}
  for index = 1, math.min(chunkSize, wanted - count) do
    local offset = count + index - 1
    seqs[index] = format('%d', isWindow and last - offset or first + offset)
  end
  for _, text in ipairs(redis.call('HMGET', KEYS[2], unpack(seqs))) do
    if text then room = room - #text + 36 end
    if room < 0 and count > 0 then
      wanted = count
      break
    end
    count = count + 1
    texts[count] = text
  end
end

if isWindow then first = last - count + 1 end
-- One text costs the client less than four.
local result = {format('%d', first) .. ' ' .. (session[2] or '-') .. ' ' .. session[1] .. ' ' .. session[3]}
for index = 1, count do result[index + 1] = texts[isWindow and count - index + 1 or index] end
return result
