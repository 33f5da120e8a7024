import { testStore } from '@scrollback/store-testkit';
import { open } from '../fixtures/store-module.js';

/** The conformance kit, with processes of its own, over a Redis. The URL is asked for when tests run. */
export function testKit(argument: { readonly url: string; readonly prefix: string }): void {
  testStore({
    name: 'kit',
    open: () => open(argument),
    sharedBetweenProcesses: {
      module: new URL('../fixtures/store-module.ts', import.meta.url),
      argument,
      execArgv: ['--import', import.meta.resolve('tsx'), '--conditions=source'],
    },
  });
}
