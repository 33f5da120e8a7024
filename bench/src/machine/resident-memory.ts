import { readFileSync } from 'node:fs';

/** Memory of a process in MB of 1,048,576 bytes. */
export interface ResidentMemory {
  readonly rss: number;
  /** Of that: pages of the program and its libraries, which the system shares and can read again. */
  readonly files: number;
}

/** `undefined` where the system does not say. */
export function residentMemory(pid: number): ResidentMemory | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return undefined;
  }
  const megabytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]) / 1_024;
  return { rss: megabytes('VmRSS'), files: megabytes('RssFile') };
}
