import { describe, expect, it } from 'vitest';
import { findPython, type Python } from './find-python.js';

/** Says what tested, in the name of the suite; the closing lines of a test run are counted from it. */
const BY_PYTHON = '[by Python]';

/** Registers the suite with the Python of the checks. Without one it is one test: failing in CI, skipped elsewhere. */
export function describeWithPython(name: string, suite: (python: Python) => void): void {
  describe(`${name} ${BY_PYTHON}`, () => {
    const python = findPython();
    if (python) return suite(python);
    it.skipIf(!process.env.CI)(
      'NOT TESTED: Python 3.10 to 3.13 is missing, or npm test has not installed the clients',
      () => {
        expect.fail('the Python clients are missing, and CI has to test with them');
      },
    );
  });
}
