import { readCommand, usage } from './command-line.js';
import { documentLatest } from './report/document.js';
import { runBenchmark } from './run-benchmark.js';

const command = readCommand(process.argv.slice(2), process.env);
if (command.isHelp) {
  console.log(usage);
} else if (command.isDocument) {
  await documentLatest();
} else {
  try {
    await runBenchmark(command);
  } catch (error) {
    console.error(`\nThe benchmark failed: ${(error as Error).message}`);
    process.exitCode = 1;
  }
}
