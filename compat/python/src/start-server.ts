import { fileURLToPath } from 'node:url';
import { type RunningProcess, startTypeScript } from '@scrollback/services';

export interface Server extends RunningProcess {
  readonly url: string;
}

const main = fileURLToPath(new URL('src/main.ts', import.meta.resolve('@scrollback/server/package.json')));

/** The command as users run it, from source, in a process of its own. */
export async function startServer(settings: Readonly<Record<string, string>>): Promise<Server> {
  // What the shell of whoever runs the tests has set must not change what is tested.
  const foreign = Object.keys(process.env).filter((name) => /^(SCROLLBACK|ZEP)_/.test(name));
  const running = await startTypeScript({
    file: main,
    env: {
      ...Object.fromEntries(foreign.map((name) => [name, undefined])),
      SCROLLBACK_PORT: '0',
      SCROLLBACK_HOST: '127.0.0.1',
      ...settings,
    },
    readyPattern: /^Scrollback listens on (\S+) /,
  });
  return { ...running, url: running.ready?.[1] as string };
}
