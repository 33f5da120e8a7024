import { askMany } from './ask-many.js';
import { createCall } from './call.js';
import type { Context } from './context.js';
import { decodeNote } from './note.js';
import { finishPlacing } from './placing.js';
import { rebuildIfNeeded } from './rebuild.js';
import { UnreadableError } from './unreadable.js';

/** Finishes what others began and could not finish. */
export interface Repairs {
  /** Looks through the notes of all buckets, and finishes those that are old enough. One pass at a time. */
  run(): Promise<void>;
  /** The same, if the last pass began longer ago than a note has to be old. */
  runIfDue(): Promise<void>;
  /** Ends a pass that is running, after what it is doing. */
  stop(): void;
}

const hourMs = 3_600_000;
const notesAtOnce = 16;
const tombstonesAtOnce = 500;

export function createRepairs(context: Context): Repairs {
  const { settings } = context;
  let running: Promise<void> | undefined;
  let lastAt = Number.NEGATIVE_INFINITY;
  let isStopped = false;

  async function pass(): Promise<void> {
    lastAt = Date.now();
    let cursors = new Map(context.keys.buckets.map(({ moves }) => [moves, '0']));
    while (cursors.size > 0 && !isStopped) {
      const scanned = await scan(context, cursors);
      await finishAll(scanned.notes.filter(({ note }) => isOld(note)));
      cursors = scanned.cursors;
    }
    while (!isStopped && (await sweepTombstones(context)) === tombstonesAtOnce);
    // Nobody who waits for this pass waits for that.
    context.background.startOnce('rebuild', () => rebuildIfNeeded(context, () => isStopped));
  }

  /** A note from the future was written by a clock that is wrong: it is finished as well. */
  function isOld(text: string): boolean {
    const writtenAt = Number(text.split(' ', 6)[5]);
    return !(Math.abs(Date.now() - writtenAt) < settings.repairAfterMs);
  }

  async function finishAll(notes: readonly StoredNote[]): Promise<void> {
    for (let start = 0; start < notes.length && !isStopped; start += notesAtOnce) {
      await Promise.all(notes.slice(start, start + notesAtOnce).map(finish));
    }
  }

  async function finish({ uuid, note }: StoredNote): Promise<void> {
    try {
      await finishPlacing(context, createCall('repair'), decodeNote(uuid, note));
    } catch (error) {
      // One that is damaged must not keep the others from being finished.
      if (!(error instanceof UnreadableError)) throw error;
      settings.onWarning(`a note on the session ${uuid} cannot be understood: ${error.message}`);
    }
  }

  const run = () => {
    running ??= pass().finally(() => {
      running = undefined;
    });
    return running;
  };
  return {
    run,
    async runIfDue() {
      if (Date.now() - lastAt >= settings.repairAfterMs) await run();
    },
    stop() {
      isStopped = true;
    },
  };
}

interface StoredNote {
  readonly uuid: string;
  readonly note: string;
}

/** One step of the scan of each of some hashes of notes, and where those that are not at their end go on. */
async function scan({ connection }: Context, cursors: ReadonlyMap<string, string>) {
  const answers = await askMany<[string, string[]]>(
    connection,
    createCall('repair'),
    [...cursors].map(([moves, cursor]) => ['hscan', moves, cursor, 'COUNT', 100] as const),
  );
  const notes: StoredNote[] = [];
  const next = new Map<string, string>();
  for (const [index, moves] of [...cursors.keys()].entries()) {
    const [cursor = '0', fields = []] = answers[index] ?? [];
    if (cursor !== '0') next.set(moves, cursor);
    for (let field = 0; field < fields.length; field += 2) {
      notes.push({ uuid: fields[field] as string, note: fields[field + 1] as string });
    }
  }
  return { notes, cursors: next };
}

function sweepTombstones({ connection, keys }: Context): Promise<number> {
  const values = [keys.placed, keys.gone, Date.now() - hourMs, tombstonesAtOnce];
  return connection.run(createCall('repair'), 'sweepTombstones', values);
}
