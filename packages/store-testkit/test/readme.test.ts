import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

/** The names in the example, and what they stand for in the test file that runs it. */
const names = [
  ['@scrollback/store-testkit', '../src/index.js'],
  ['../src/my-data.js', './stores/minimal-data.js'],
  ['../src/my-store.js', './stores/minimal-store.js'],
  ['createMyData', 'createMinimalData'],
  ['openMyStore', 'openMinimalStore'],
  ['my store', 'minimal store'],
] as const;

test('the first example of the README is the test of the minimal store', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const example = /```ts[^\n]*\n(.*?)```/s.exec(readme)?.[1] ?? '';
  const code = names.reduce((text, [name, meaning]) => text.replaceAll(name, meaning), example);
  const run = await readFile(new URL('./minimal-store.test.ts', import.meta.url), 'utf8');
  // The formatter orders imports by their names, which differ.
  expect(code.split('\n').sort()).toEqual(run.split('\n').sort());
});
