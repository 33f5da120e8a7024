#!lua flags=no-writes
-- The record and a range of its visible messages, in one snapshot.
--
-- KEYS  1 session  2 messages
-- ARGV  1 'last' or 'after'  2 how many of the newest, or the seq to begin behind  3 limit ('last': unused)
--       4 last seq to return ('': no bound)
-- result  nil: no session
--         {'<seq of the first text> <position or -> <stamp> <record>', text, text ...}; nil for a text that is missing
local session = redis.call('HMGET', KEYS[1], 'stamp', 'position', 'record')
if not session[1] then return false end

-- The record begins with lastSeq and hiddenThrough.
local lastSeq, hiddenThrough = string.match(session[3], '^(%d+) (%d+) ')
local first, last = hiddenThrough + 1, tonumber(lastSeq)
if ARGV[4] ~= '' then last = math.min(last, tonumber(ARGV[4])) end
if ARGV[1] == 'last' then
  first = math.max(first, last - ARGV[2] + 1)
else
  first = math.max(first, ARGV[2] + 1)
  last = math.min(last, first + ARGV[3] - 1)
end

-- One text costs the client less than four.
local format = string.format
local result = {format('%d', first) .. ' ' .. (session[2] or '-') .. ' ' .. session[1] .. ' ' .. session[3]}
-- unpack takes a few thousand values at most
for start = first, last, 4000 do
  local seqs = {}
  for index = 1, math.min(4000, last - start + 1) do seqs[index] = format('%d', start + index - 1) end
  local texts = redis.call('HMGET', KEYS[2], unpack(seqs))
  local size = #result
  for index = 1, #texts do result[size + index] = texts[index] end
end
return result
