import { type RunningProcess, type StartProcessOptions, startProcess } from './start-process.js';

export interface StartTypeScriptOptions extends Omit<StartProcessOptions, 'command'> {
  /** Absolute path of the program. */
  file: string;
  /** The Node that runs it. Default: the one that runs this. */
  node?: string | undefined;
}

/** Runs a TypeScript program from source, the packages of this workspace included: nothing has to be built. */
export function startTypeScript({
  file,
  node = process.execPath,
  args = [],
  ...options
}: StartTypeScriptOptions): Promise<RunningProcess> {
  return startProcess({
    ...options,
    command: node,
    args: ['--conditions=source', '--import', import.meta.resolve('tsx'), file, ...args],
  });
}
