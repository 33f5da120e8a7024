// Prints how many tests passed and failed. A run that failed without a failed test, or ran none, is one failure more.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const exitCode = Number(process.argv[2]);
const { passed, failed } = read(join(import.meta.dirname, '../node_modules/.cache/scrollback/test-report.json'));
const hasCrashed = failed === 0 && (exitCode !== 0 || passed === 0);
console.log(passed, hasCrashed ? 1 : failed);

function read(file) {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    return { passed: report.numPassedTests, failed: report.numFailedTests };
  } catch (error) {
    console.error(`no test report: ${error.message}`);
    return { passed: 0, failed: 0 };
  }
}
