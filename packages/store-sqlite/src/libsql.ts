import type { Driver, Statement } from './database.js';
import type { Row, Value } from './value.js';

type LibsqlRow = Readonly<Record<string, unknown>>;

/** What we use of `libsql`. */
interface LibsqlDatabase {
  exec(sql: string): void;
  close(): void;
  prepare(sql: string): {
    run(values: readonly Value[]): ReturnType<Statement['run']>;
    all(values: readonly Value[]): LibsqlRow[];
  };
}

/** For runtimes without an SQLite of their own. Prebuilt: nothing is compiled or fetched when it is installed. */
export async function loadLibsql(): Promise<Driver> {
  const libsql = (await import('libsql')).default as unknown as new (path: string) => LibsqlDatabase;
  return {
    name: 'libsql',
    open(path) {
      const database = new libsql(path);
      return {
        exec: (sql) => database.exec(sql),
        prepare(sql) {
          const statement = database.prepare(sql);
          return {
            run: (values = []) => statement.run(values),
            // Its own `get` answers with the values of an earlier call when that one failed or read all rows.
            get(values = []) {
              const [row] = statement.all(values);
              return row === undefined ? undefined : toRow(row);
            },
            all: (values = []) => statement.all(values).map(toRow),
          };
        },
        close: () => database.close(),
      };
    },
  };
}

/** Blobs come as `ArrayBuffer`. */
function toRow(row: LibsqlRow): Row {
  const values: Record<string, Value> = {};
  for (const name in row) {
    if (name === '_metadata') continue;
    const value = row[name];
    values[name] = value instanceof ArrayBuffer ? new Uint8Array(value) : (value as Value);
  }
  return values;
}
