import { keepYoungSpaceSmall } from './lifecycle/young-space.js';

// Before anything else is loaded, if it is to serve.
if (process.argv.length === 2) keepYoungSpaceSmall();
const { run } = await import('./cli.js');
process.exitCode = await run(process.argv.slice(2), process.env);
// Everything is closed by now; whatever still holds the process is not worth waiting for.
setTimeout(() => process.exit(), 2_000).unref();
