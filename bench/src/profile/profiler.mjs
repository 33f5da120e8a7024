// Loaded into a server by `--import`: SIGUSR2 starts a CPU profile, and the next one writes it to the file that
// BENCH_PROFILE names. Plain JavaScript, because the server under test runs without tsx.
import { renameSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';

const sampleMicroseconds = 200;
const file = process.env.BENCH_PROFILE;
const session = new Session();
let isRunning = false;

process.on('SIGUSR2', async () => {
  if (isRunning) {
    const { profile } = await session.post('Profiler.stop');
    // Whoever waits for the file finds it complete.
    writeFileSync(`${file}.part`, JSON.stringify(profile));
    renameSync(`${file}.part`, file);
  } else {
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: sampleMicroseconds });
    await session.post('Profiler.start');
  }
  isRunning = !isRunning;
  if (!isRunning) session.disconnect();
});
