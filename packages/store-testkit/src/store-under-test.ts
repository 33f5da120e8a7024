import type { Store } from '@scrollback/store';

export interface StoreUnderTest {
  /** Heads the tests in the report. */
  readonly name: string;
  /**
   * Opens a new handle, with a connection of its own, on the same data each time. The kit closes it.
   *
   * The data need not be empty, but nobody else may write to it during the run.
   */
  readonly open: () => Promise<Store>;
  /**
   * How a process of its own opens the store; `false` for a store whose data live and die with the process.
   *
   * This is a property of the store, not a way to leave tests out.
   */
  readonly sharedBetweenProcesses: false | StoreModule;
}

/** What the kit's child processes load. */
export interface StoreModule {
  /** A module that exports `open(argument): Promise<Store>`: a handle on the same data as `StoreUnderTest.open`. */
  readonly module: URL;
  /** Handed to `open`, for example the address of a server. Must survive `structuredClone`. */
  readonly argument?: unknown;
  /** Arguments for Node, for example `['--import', 'tsx']` for a module in TypeScript. Resolved from the module's folder. */
  readonly execArgv?: readonly string[];
}
