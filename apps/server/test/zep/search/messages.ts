import type { JsonObject } from '@scrollback/core';
import type { MessageRecord } from '@scrollback/store';

/** Records as a store hands them out: `seq` 1, 2, 3 …, one minute apart. */
export function messagesOf(rows: readonly { content: string; metadata?: JsonObject }[]): readonly MessageRecord[] {
  return rows.map(({ content, metadata }, index) => {
    const seq = index + 1;
    const uuid = `00000000-0000-7000-8000-${String(seq).padStart(12, '0')}`;
    const time = new Date(Date.UTC(2024, 0, 1, 0, seq)).toISOString();
    const document = {
      uuid,
      seq,
      role: 'human',
      content,
      token_count: 0,
      metadata,
      created_at: time,
      updated_at: time,
    };
    return { uuid, seq, json: JSON.stringify(document) };
  });
}

export function textsOf(contents: readonly string[]): readonly MessageRecord[] {
  return messagesOf(contents.map((content) => ({ content })));
}
