import { fileURLToPath } from 'node:url';
import { type RunningProcess, startTypeScript } from '@scrollback/services';

export interface ServerProcess extends RunningProcess {
  readonly url: string;
}

/** The command as users run it, from source, in a process of its own. */
export async function startServerProcess(
  env: Readonly<Record<string, string | undefined>>,
  { cwd, node }: { readonly cwd?: string; readonly node?: string } = {},
): Promise<ServerProcess> {
  const process = await startTypeScript({
    file: fileURLToPath(new URL('../../src/main.ts', import.meta.url)),
    // Nothing is left in the folder where the tests run.
    env: { SCROLLBACK_PORT: '0', SCROLLBACK_STORE: 'memory:', ...env },
    node,
    ...(cwd === undefined ? {} : { cwd }),
    readyPattern: /^Scrollback listens on (\S+) /,
    // Several processes at a time may start from source, on a machine that is busy with other tests.
    readyTimeoutMs: 60_000,
  });
  return { ...process, url: process.ready?.[1] as string };
}
