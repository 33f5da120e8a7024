import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command to its end, from source, on a memory store unless `env` names another. */
export function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  { cwd }: { readonly cwd?: string } = {},
): Promise<Outcome> {
  const command = ['--conditions=source', '--import', import.meta.resolve('tsx'), main, ...args];
  const options = {
    env: { ...process.env, SCROLLBACK_STORE: 'memory:', ...env },
    ...(cwd === undefined ? {} : { cwd }),
  };
  return new Promise((resolve) => {
    execFile(process.execPath, command, options, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}
