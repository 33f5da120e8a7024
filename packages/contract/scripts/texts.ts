import { limits } from '../src/limits.js';

export const description = `Sessions and chat memory of LLM apps.

**Errors** are problems of RFC 9457 (\`application/problem+json\`) with a stable \`code\`. A refused request (4xx) changed nothing. One that was answered with 503, or not at all, may be repeated; adding messages is safe to repeat when every message has a \`uuid\`. A method that a path does not take is answered with 405 and \`Allow\`.

**Requests** are strict: an unknown or repeated query parameter, an unknown member of a body, a string that is not well-formed Unicode are refused. Bodies are JSON of at most ${limits.bodyBytes} bytes (default limit, counted after inflating), plain or with \`Content-Encoding: gzip\`.

**Tokens** are asked for when the server is configured so: \`Authorization: Bearer …\`, answered with 401 when missing or bad.

**Pages** are walked by passing \`next_cursor\` as \`cursor\` until it is \`null\`.

**Versions**: \`ETag\` names the version of a session or user; with \`If-Match\` a change happens only on that version (412 otherwise). \`expected_seq\` asks about the newest message instead, and is answered with 409 \`seq_mismatch\`.`;

export const tags = [
  { name: 'sessions', description: 'Conversations' },
  { name: 'messages', description: 'What was said in a session' },
  { name: 'users', description: 'Owners of sessions' },
  { name: 'operation', description: 'For operators and tools' },
];
