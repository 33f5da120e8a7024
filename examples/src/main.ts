import { Scrollback } from '@scrollback/client';
import { readDialogues } from './dialogues.js';
import { replay } from './replay.js';

const baseUrl = process.env.SCROLLBACK_URL ?? 'http://127.0.0.1:8000';
const run = Date.now().toString(36);

// Ids of this run only, so that the program can be run again on the same server.
const dialogues = (await readDialogues()).map((dialogue) => ({
  ...dialogue,
  session_id: `${run}/${dialogue.session_id}`,
  user_id: `${run}/${dialogue.user_id}`,
}));

console.log(`Scrollback at ${baseUrl}`);
await replay({ client: new Scrollback({ baseUrl }), dialogues, log: console.log, purgeTimeoutMs: 120_000 });
console.log('Everything came back as it was stored.');
