import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '@scrollback/services';
import { median } from '../measure/statistics.js';

const pageBytes = 4_096;
const confirmationCount = 100;

/** Milliseconds until the disk confirms a page that was appended, where SQLite files are made: a write alone cannot be faster. */
export async function measureDisk(): Promise<number> {
  const file = await open(join(await temporaryFolder('disk'), 'pages'), 'w');
  try {
    const page = Buffer.alloc(pageBytes, 'x');
    const times: number[] = [];
    for (let count = 0; count < confirmationCount; count += 1) {
      const startedAt = performance.now();
      await file.write(page);
      await file.datasync();
      times.push(performance.now() - startedAt);
    }
    return median(times);
  } finally {
    await file.close();
  }
}
