// `npm start` answers on the port it was given, and SIGTERM ends it with exit code 0.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const port = await freePort();
const child = spawn('npm', ['start'], {
  cwd: root,
  env: { ...process.env, SCROLLBACK_PORT: String(port), SCROLLBACK_STORE: 'memory:' },
  stdio: 'inherit',
});
const exited = once(child, 'exit').then(([code, signal]) => ({ code, signal }));

const isLive = await within(120_000, async () => (await fetch(`http://127.0.0.1:${port}/health/live`)).ok);
child.kill('SIGTERM');
const exit = await Promise.race([exited, after(30_000)]);
child.kill('SIGKILL');

const hasStopped = !(await within(0, async () => (await fetch(`http://127.0.0.1:${port}/health/live`)).ok));
console.log({ node: process.version, isLive, exit, hasStopped });
process.exit(isLive && exit?.code === 0 && hasStopped ? 0 : 1);

async function within(timeoutMs, question) {
  const deadline = Date.now() + timeoutMs;
  do {
    const answer = await question().catch(() => false);
    if (answer) return true;
    if (child.exitCode !== null) return false;
    await after(200);
  } while (Date.now() < deadline);
  return false;
}

function after(durationMs) {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: free } = server.address();
  server.close();
  await once(server, 'close');
  return free;
}
