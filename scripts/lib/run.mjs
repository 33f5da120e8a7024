import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

// npm, npx, pnpm and turbo are .cmd files there, which only a shell starts.
const shell = process.platform === 'win32';

/** Runs to the end, its output shown. True when it succeeded; when it may not fail, its failure ends this process. */
export function run([command, ...args], { cwd = root, env = {}, mayFail = false } = {}) {
  const { status, error } = spawnSync(command, args, { cwd, stdio: 'inherit', shell, env: { ...process.env, ...env } });
  if (error) console.error(`${command}: ${error.message}`);
  if (status !== 0 && !mayFail) process.exit(status ?? 1);
  return status === 0;
}

/** Runs to the end unseen: what it printed, or `undefined` when it is missing or fails. */
export function ask([command, ...args], { cwd = root, env = {} } = {}) {
  const { status, stdout } = spawnSync(command, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'ignore'],
    encoding: 'utf8',
    shell,
    timeout: 20_000,
    env: { ...process.env, COREPACK_ENABLE_DOWNLOAD_PROMPT: '0', ...env },
  });
  return status === 0 ? stdout.trim() : undefined;
}
