// `npm start` answers on the port it was given, keeps a conversation through `kill -9`, and ends with exit code 0 on SIGTERM.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const folder = await mkdtemp(join(tmpdir(), 'scrollback-ci-'));
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const said = { messages: [{ role: 'user', content: 'Remember me.' }] };

const first = start();
const isLive = await first.becomes(live);
const added = await fetch(`${url}/v1/sessions/ci/messages`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(said),
}).catch((error) => error);
// The whole group: npm does not hand this signal on.
if (first.child.exitCode === null) process.kill(-first.child.pid, 'SIGKILL');
await first.exited;

const second = start();
const isLiveAgain = await second.becomes(live);
const window = await fetch(`${url}/v1/sessions/ci/window`).catch((error) => error);
const { messages } = isLiveAgain ? await window.json() : {};
const isKept = added.status === 201 && messages?.length === 1 && messages[0].content === said.messages[0].content;
second.child.kill('SIGTERM');
const exit = await Promise.race([second.exited, after(30_000)]);
const hasStopped = !(await live().catch(() => false));
if (exit === undefined) process.kill(-second.child.pid, 'SIGKILL');
await rm(folder, { recursive: true, force: true });

console.log({ node: process.version, isLive, isLiveAgain, isKept, exit, hasStopped });
process.exit(isLive && isLiveAgain && isKept && exit?.code === 0 && hasStopped ? 0 : 1);

function start() {
  const child = spawn('npm', ['start'], {
    cwd: root,
    env: { ...process.env, SCROLLBACK_PORT: String(port), SCROLLBACK_STORE: `sqlite:${folder}/data/scrollback.db` },
    stdio: 'inherit',
    detached: true,
  });
  const exited = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
  return { child, exited, becomes: (question) => within(child, 120_000, question) };
}

async function live() {
  return (await fetch(`${url}/health/live`)).ok;
}

async function within(child, timeoutMs, question) {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline && child.exitCode === null) {
    if (await question().catch(() => false)) return true;
    await after(100);
  }
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
