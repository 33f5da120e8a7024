import { statSync } from 'node:fs';
import { FailureError } from './failure.js';

/**
 * Answers with a function that throws `moved` when `path` is not the file any more that it is now.
 *
 * SQLite does not notice: it goes on with a file that has no name, and whatever it confirms is gone when the file is closed.
 */
export function createPlaceCheck(path: string): () => void {
  const opened = statSync(path);
  return () => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found !== undefined && found.dev === opened.dev && found.ino === opened.ino) return;
    const what = found === undefined ? 'removed' : 'replaced';
    throw new FailureError('moved', `the file was ${what} while it was open: ${path}`);
  };
}
