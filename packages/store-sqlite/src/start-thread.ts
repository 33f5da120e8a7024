import { Worker } from 'node:worker_threads';
import type { ThreadTask } from './thread-messages.js';

const isSource = import.meta.url.endsWith('.ts');

/** A thread that does `task`. Its code is beside this file: TypeScript in development, JavaScript when it is installed. */
export function startThread(task: ThreadTask): Worker {
  const file = new URL(`./thread.${isSource ? 'ts' : 'js'}`, import.meta.url);
  return new Worker(isSource ? throughTsx(file) : file, { workerData: task, execArgv: [], name: 'scrollback-sqlite' });
}

/** Node 20 reads no TypeScript, and what reads it for this thread is not inherited. */
function throughTsx(file: URL): URL {
  const tsx = import.meta.resolve('tsx/esm/api');
  const code = `import { register } from ${JSON.stringify(tsx)}; register(); await import(${JSON.stringify(file.href)});`;
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`);
}
