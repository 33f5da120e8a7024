/** A process of its own that opens the store by itself and does jobs over it. Started by `worker-process.ts`. */
import type { Store } from '@scrollback/store';
import type { Answer, Command } from './messages.js';
import { createRunner, type JobName, type Runner } from './runner.js';

let store: Store | undefined;
let runner: Runner | undefined;

// The kit is gone: nobody waits for an answer.
process.on('disconnect', () => process.exit());
process.on('message', (command: Command) => {
  const id = command.kind === 'run' ? command.id : undefined;
  obey(command).catch((error) => answer({ kind: 'failed', id, error: String(error?.stack ?? error) }));
});

async function obey(command: Command): Promise<void> {
  if (command.kind === 'open') {
    const { open } = await import(command.module);
    const opened: Store = await open(command.argument);
    store = opened;
    runner = createRunner(opened);
    answer({ kind: 'opened' });
  } else if (command.kind === 'stop') {
    await store?.close();
    process.disconnect();
  } else {
    const { id, name, argument } = command;
    if (runner === undefined) throw new Error('The store is not open.');
    const result = await runner.run(name as JobName, argument as never, (step) => answer({ kind: 'step', id, step }));
    answer({ kind: 'done', id, result });
  }
}

function answer(message: Answer): void {
  process.send?.(message);
}
