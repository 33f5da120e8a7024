import { readFile } from 'node:fs/promises';

export interface DialogueMessage {
  readonly role: string;
  readonly content: string;
  readonly metadata?: Record<string, unknown>;
}

/** One real conversation: a line of the sample. */
export interface Dialogue {
  readonly session_id: string;
  readonly user_id: string;
  readonly metadata: Record<string, unknown>;
  readonly messages: readonly DialogueMessage[];
}

export async function readDialogues(): Promise<Dialogue[]> {
  const text = await readFile(new URL('../data/taskmaster-4-sample.ndjson', import.meta.url), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Dialogue);
}
