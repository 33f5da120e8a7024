import type { Message, Session } from '../../src/index.js';

const time = '2026-11-21T10:15:00.000Z';

export function sessionDocument(session_id: string): Session {
  return {
    session_id,
    uuid: '01936b2e-7c1a-7d54-9c1f-2f6c1d0b8a01',
    state: 'live',
    user_id: null,
    metadata: {},
    message_count: 0,
    last_seq: 0,
    created_at: time,
    updated_at: time,
    deleted_at: null,
  };
}

export function messageDocument(seq: number): Message {
  return {
    uuid: `01936b2e-7c1a-7d54-9c1f-${String(seq).padStart(12, '0')}`,
    seq,
    role: 'user',
    content: `message ${seq}`,
    token_count: 0,
    created_at: time,
    updated_at: time,
  };
}

export const added = { status: 201, body: { messages: [messageDocument(1)], last_seq: 1, message_count: 1 } };

export const hello = { messages: [{ role: 'user', content: 'hello' }] };
