import { execFileSync } from 'node:child_process';

export interface RedisBinaries {
  server: string;
  cli: string;
  version: string;
}

const CANDIDATES = [
  { server: 'redis-server', cli: 'redis-cli' },
  { server: 'valkey-server', cli: 'valkey-cli' },
];
/** Scripts begin with `#!lua`, which older servers refuse. */
const OLDEST_MAJOR = 7;

/** The programs on PATH, or `undefined` when they are missing or too old. */
export function findRedisServer(): RedisBinaries | undefined {
  for (const { server, cli } of CANDIDATES) {
    const version = versionOf(server);
    if (version && Number.parseInt(version, 10) >= OLDEST_MAJOR && versionOf(cli)) return { server, cli, version };
  }
  return undefined;
}

export function requireRedisServer(): RedisBinaries {
  const found = findRedisServer();
  if (!found) throw new Error(`redis-server ${OLDEST_MAJOR} or newer, with redis-cli, is not on PATH`);
  return found;
}

function versionOf(command: string): string | undefined {
  try {
    return execFileSync(command, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).match(
      /(\d+\.\d+\.\d+)/,
    )?.[1];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
