import { checkValues, type Row, type Value } from './value.js';

/** One connection. All of it is synchronous. */
export interface Database {
  /** Runs statements without values. */
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

/** Is prepared once and runs any number of times, to the end each time. */
export interface Statement {
  run(values?: readonly Value[]): { readonly changes: number; readonly lastInsertRowid: number };
  get(values?: readonly Value[]): Row | undefined;
  all(values?: readonly Value[]): readonly Row[];
}

/** An SQLite that this runtime can load. What it throws is understood by `resultCodeOf`. */
export interface Driver {
  readonly name: 'node:sqlite' | 'libsql';
  /** Must be handed only what passed `checkValues`. */
  open(path: string): Database;
}

const none: readonly Value[] = [];

/** A connection of which every statement checks its values. */
export function openDatabase(driver: Driver, path: string): Database {
  const database = driver.open(path);
  return {
    exec: (sql) => database.exec(sql),
    prepare(sql) {
      const statement = database.prepare(sql);
      return {
        run: (values = none) => statement.run(checkValues(values)),
        get: (values = none) => statement.get(checkValues(values)),
        all: (values = none) => statement.all(checkValues(values)),
      };
    },
    close: () => database.close(),
  };
}
