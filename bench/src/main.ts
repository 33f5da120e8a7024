import { readCommand, usage } from './command-line.js';
import { runBenchmark } from './run-benchmark.js';

const command = readCommand(process.argv.slice(2), process.env);
if (command.isHelp) {
  console.log(usage);
} else {
  try {
    await runBenchmark(command);
  } catch (error) {
    console.error(`\nThe benchmark failed: ${(error as Error).message}`);
    process.exitCode = 1;
  }
}
