import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type RunningProcess, startTypeScript } from '@scrollback/services';
import '@scrollback/services/vitest';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Block, findBlocks, findDocuments, root, toComparable } from '../src/index.js';

const run = promisify(execFile);
const pages = findDocuments()
  .map((path) => ({ path, blocks: findBlocks(readFileSync(join(root, path), 'utf8')) }))
  .filter(({ blocks }) => blocks.length > 0);
const programs = pages.flatMap(({ path, blocks }) =>
  blocks.filter(isProgram).map((block) => ({ block, name: `${path.replaceAll('/', '_')}-${block.line}.ts` })),
);
let folder: string;

beforeAll(async () => {
  // Below this package, so that the programs find the packages of the workspace.
  folder = await mkdtemp(join(import.meta.dirname, '../.run-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the programs of all pages', () => {
  it('pass the type check', async () => {
    for (const { block, name } of programs) await writeFile(join(folder, name), block.text);
    const compilerOptions = { noEmit: true, types: ['node'] };
    const files = programs.map(({ name }) => name);
    const extendsFile = join(root, 'tsconfig.base.json');
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ extends: extendsFile, compilerOptions, files }));
    const checked = await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder]).catch(
      (error: { stdout: string }) => error,
    );
    expect(checked.stdout).toBe('');
  }, 120_000);
});

describe.each(pages)('$path', ({ path, blocks }) => {
  let server: RunningProcess;
  let printed = '';

  beforeAll(async () => {
    server = await startTypeScript({
      file: join(root, 'apps/server/src/main.ts'),
      env: { SCROLLBACK_PORT: '0', SCROLLBACK_STORE: 'memory:' },
      readyPattern: /listens on (\S+)/,
    });
  });

  afterAll(async () => {
    await server?.stop();
  });

  const withServer = (text: string) =>
    text
      .replaceAll('http://127.0.0.1:8000', server.ready?.[1] ?? '')
      .replaceAll('redis://127.0.0.1:6379', inject('redisUrl') ?? 'redis://127.0.0.1:6379');

  const runners: Record<string, (block: Block) => Promise<void>> = {
    async ts({ text, line }) {
      const file = join(folder, `${path.replaceAll('/', '_')}-${line}.run.ts`);
      await writeFile(file, withServer(text));
      const program = await startTypeScript({ file, cwd: folder });
      const { code } = await program.exited;
      expect(code, program.output()).toBe(0);
    },
    async sh({ text }) {
      const script = withServer(text).replaceAll('curl -s', 'curl --fail-with-body -sS');
      const { stdout } = await run('bash', ['-e', '-o', 'pipefail', '-c', script]);
      printed = stdout;
    },
    async json({ text }) {
      // The last command's answer: an answer has no `}{` and no line break inside.
      const last = printed.slice(printed.lastIndexOf('}{') + 1);
      expect(toComparable(last)).toEqual(toComparable(text));
    },
  };

  it.each(blocks)('line $line: $language $note', async (block) => {
    const source = /^source=(\S+)$/.exec(block.note)?.[1];
    if (source !== undefined) {
      expect(body(await readFile(join(root, source), 'utf8'))).toBe(body(block.text));
    } else if (block.note === 'example') {
      expect(() => JSON.parse(block.text)).not.toThrow();
    } else if (block.note === '') {
      const runner = runners[block.language];
      if (runner === undefined) throw new Error(`nobody runs blocks of ${block.language}: say why behind the language`);
      await runner(block);
    } else {
      expect(block.note).toMatch(/^(run-by-ci|no-run: .+)$/);
    }
  });
});

function isProgram({ language, note }: Block): boolean {
  return language === 'ts' && note === '';
}

/** A program without its imports, whose paths depend on where it stands. */
function body(text: string): string {
  return text.replaceAll(/^import .*\n/gm, '').trim();
}
