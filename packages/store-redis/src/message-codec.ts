import type { MessageRecord } from '@scrollback/store';
import { UnreadableError } from './unreadable.js';

/** A message as it is stored under its `seq`: the uuid, of 36 characters, and the JSON text. So trim need not open the JSON. */
export function encodeMessage({ uuid, json }: MessageRecord): string {
  return uuid + json;
}

function decodeMessage(seq: number, text: string | null | undefined): MessageRecord {
  if (text == null || text.length < 37) throw new UnreadableError(`message ${seq} is missing`);
  return { uuid: text.slice(0, 36), seq, json: text.slice(36) };
}

/** Messages from `seq, text, seq, text …`, in ascending order. */
export function decodePairs(values: readonly (string | number | null)[], start: number): MessageRecord[] {
  const messages: MessageRecord[] = [];
  for (let index = start; index < values.length; index += 2) {
    messages.push(decodeMessage(Number(values[index]), values[index + 1] as string | null));
  }
  return messages.sort((left, right) => left.seq - right.seq);
}

/** Messages from texts with consecutive `seq`. */
export function decodeRange(values: readonly (string | null)[], start: number, firstSeq: number): MessageRecord[] {
  const messages: MessageRecord[] = [];
  for (let index = start; index < values.length; index += 1) {
    messages.push(decodeMessage(firstSeq + index - start, values[index]));
  }
  return messages;
}
