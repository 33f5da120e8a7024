import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { createContext, runInContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bundleClient } from './support/bundle.js';
import { findChromium } from './support/find-chromium.js';
import { withoutWaiting } from './support/no-waiting.js';
import { startScriptedServer } from './support/scripted-server.js';
import { answerSmallProgram, smallProgram, smallProgramSees } from './support/small-program.js';

withoutWaiting();

const chromium = findChromium();

describe('the bundle', () => {
  it('is at most 8 kB, minified and gzipped', async () => {
    expect(gzipSync(await bundleClient('esm'), { level: 9 }).length).toBeLessThanOrEqual(8_000);
  });

  it('runs with nothing but the globals that every runtime has', async () => {
    const server = await startScriptedServer(answerSmallProgram());
    const globals = { fetch, AbortController, crypto, URL, TextEncoder, setTimeout, clearTimeout };
    const context = createContext({ ...globals, baseUrl: server.url });
    runInContext(await bundleClient('iife'), context);
    expect(structuredClone(await runInContext(`(${smallProgram})(scrollback, baseUrl)`, context))).toEqual(
      smallProgramSees,
    );
  });

  it.skipIf(chromium === undefined)(
    chromium === undefined ? 'NOT TESTED in a browser: chromium is missing' : 'runs in Chromium',
    async () => {
      const server = await startScriptedServer(answerSmallProgram());
      expect(await runInChromium(chromium ?? '', server.url)).toEqual(smallProgramSees);
    },
    60_000,
  );
});

/** Loads a page that runs the program and writes what it saw into itself. */
async function runInChromium(command: string, baseUrl: string): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'scrollback-chromium-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
  const page = join(folder, 'page.html');
  const program = `(${smallProgram})(scrollback, ${JSON.stringify(baseUrl)})`;
  const show = `(text) => { document.body.textContent = encodeURIComponent(JSON.stringify(text)); }`;
  const script = `${await bundleClient('iife')};${program}.then(${show}, (error) => (${show})(String(error)));`;
  await writeFile(
    page,
    `<!doctype html><meta charset="utf-8"><body>nothing yet<script>${script.replaceAll('</', '<\\/')}</script>`,
  );
  const { stdout } = await promisify(execFile)(command, [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    `--user-data-dir=${folder}`,
    '--virtual-time-budget=20000',
    '--dump-dom',
    pathToFileURL(page).href,
  ]);
  const [, shown = ''] = /<body>([^<]*)/.exec(stdout) ?? [];
  return JSON.parse(decodeURIComponent(shown));
}
