import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

let guard: ChildProcess | undefined;

/** From now on the process does not outlive this one, however this one ends. */
export function watchProcess(pid: number): void {
  tell(`watch ${pid}`);
}

/** The process has ended: its pid may soon be somebody else's. */
export function unwatchProcess(pid: number): void {
  tell(`unwatch ${pid}`);
}

/** The folder is removed when this process ends, however it ends. */
export function removeAtEnd(folder: string): void {
  tell(`remove ${folder}`);
}

function tell(line: string): void {
  guard ??= startGuard();
  guard.stdin?.write(`${line}\n`);
}

function startGuard(): ChildProcess {
  // Detached: an interrupt from the terminal reaches the whole group, and the guard has to outlive it.
  const child = spawn(process.execPath, [fileURLToPath(new URL('./watchdog-process.mjs', import.meta.url))], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  child.stdin?.on('error', () => {});
  return child;
}
