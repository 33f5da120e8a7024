import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type RunningProcess, startTypeScript } from '@scrollback/services';
import '@scrollback/services/vitest';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Block, findBlocks, findDocuments, root, toComparable } from '../src/index.js';

const run = promisify(execFile);
const known = ['ts', 'sh', 'json'];

describe.each(findDocuments())('%s', async (path) => {
  const blocks = findBlocks(await readFile(join(root, path), 'utf8'));
  let server: RunningProcess;
  let folder: string;

  beforeAll(async () => {
    // Below this package, so that the programs find the packages of the workspace.
    folder = await mkdtemp(join(import.meta.dirname, '../.run-'));
    server = await startTypeScript({
      file: join(root, 'apps/server/src/main.ts'),
      env: { SCROLLBACK_PORT: '0', SCROLLBACK_STORE: 'memory:' },
      readyPattern: /listens on (\S+)/,
    });
  });

  afterAll(async () => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  let printed = '';
  const withServer = (text: string) =>
    text
      .replaceAll('http://127.0.0.1:8000', server.ready?.[1] ?? '')
      .replaceAll('redis://127.0.0.1:6379', inject('redisUrl') ?? 'redis://127.0.0.1:6379');

  const runners: Record<string, (block: Block) => Promise<void>> = {
    async ts({ text, line }) {
      const file = join(folder, `line-${line}.ts`);
      await writeFile(file, withServer(text));
      const tsx = import.meta.resolve('tsx', import.meta.resolve('@scrollback/services'));
      await checkTypes(file);
      await run(process.execPath, ['--conditions=source', '--import', tsx, file], { cwd: folder, timeout: 25_000 });
    },
    async sh({ text }) {
      const script = withServer(text).replaceAll('curl -s', 'curl --fail-with-body -sS');
      const { stdout } = await run('bash', ['-e', '-o', 'pipefail', '-c', script], { timeout: 25_000 });
      printed = stdout;
    },
    async json({ text }) {
      // The last command's answer: answers have no line break inside.
      const last = printed.slice(printed.lastIndexOf('}{') + 1);
      expect(toComparable(last)).toEqual(toComparable(text));
    },
  };

  it.each(blocks)('line $line: $language $note', async (block) => {
    const source = /^source=(\S+)$/.exec(block.note)?.[1];
    expect(known).toContain(block.language);
    if (source !== undefined) {
      expect(withoutImports(await readFile(join(root, source), 'utf8'))).toBe(withoutImports(block.text));
    } else if (block.note === 'example') {
      expect(() => JSON.parse(block.text)).not.toThrow();
    } else if (block.note === '') {
      await runners[block.language]?.(block);
    } else {
      expect(block.note).toMatch(/^(run-by-ci|no-run: .+)$/);
    }
  });
});

async function checkTypes(file: string): Promise<void> {
  const project = `${file}.tsconfig.json`;
  await writeFile(
    project,
    JSON.stringify({
      extends: join(root, 'tsconfig.base.json'),
      compilerOptions: { noEmit: true, types: ['node'] },
      files: [file],
    }),
  );
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  await run(process.execPath, [tsc, '-p', project]).catch((error: { stdout?: string }) => {
    throw new Error(error.stdout, { cause: error });
  });
}

function withoutImports(text: string): string {
  return text.replaceAll(/^import .*\n/gm, '').trim();
}
