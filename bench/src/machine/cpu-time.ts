import { readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second for everybody, whatever the kernel's own tick is. */
const msPerTick = 10;

/** Milliseconds of processor time that a process has used, all threads together; `undefined` where the system does not say. */
export function cpuTimeMs(pid: number): number | undefined {
  return readMs(`/proc/${pid}/stat`);
}

/** Of its first thread alone, which is the one that runs JavaScript unless it started others. */
export function mainThreadTimeMs(pid: number): number | undefined {
  return readMs(`/proc/${pid}/task/${pid}/stat`);
}

function readMs(file: string): number | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  // The name of the program comes second, in brackets, and may hold blanks.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return msPerTick * (Number(fields[11]) + Number(fields[12]));
}
