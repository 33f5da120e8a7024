import { createRequire } from 'node:module';

export type SqliteValue = string | number | null | Uint8Array;
/** Bytes come as `ArrayBuffer` from one of the drivers. */
export type SqliteRow = Readonly<Record<string, string | number | null | Uint8Array | ArrayBuffer>>;

interface SqliteStatement {
  run(values: readonly SqliteValue[]): { readonly lastInsertRowid: number | bigint };
  all(values: readonly SqliteValue[]): SqliteRow[];
}

export interface SqliteDatabase {
  exec(sql: string): void;
  prepare(sql: string): SqliteStatement;
  close(): void;
}

export interface SqliteDriver {
  readonly name: 'libsql' | 'node:sqlite';
  open(path: string): SqliteDatabase;
}

/** The driver that the store uses on this runtime, bare: that of Node where it has one, otherwise the store's own `libsql`. */
export const sqliteDriver: SqliteDriver = loadNodeSqlite() ?? loadLibsql();

/** Takes values one by one. */
interface NodeStatement {
  run(...values: readonly SqliteValue[]): ReturnType<SqliteStatement['run']>;
  all(...values: readonly SqliteValue[]): SqliteRow[];
}

type NodeDatabase = Omit<SqliteDatabase, 'prepare'> & { prepare(sql: string): NodeStatement };

function loadNodeSqlite(): SqliteDriver | undefined {
  const { getBuiltinModule } = process as { getBuiltinModule?: (name: string) => unknown };
  const builtin = getBuiltinModule?.('node:sqlite') as { DatabaseSync: new (path: string) => NodeDatabase } | undefined;
  if (builtin === undefined) return undefined;
  return {
    name: 'node:sqlite',
    open(path) {
      const database = new builtin.DatabaseSync(path);
      return {
        exec: (sql) => database.exec(sql),
        prepare(sql) {
          const statement = database.prepare(sql);
          return { run: (values) => statement.run(...values), all: (values) => statement.all(...values) };
        },
        close: () => database.close(),
      };
    },
  };
}

/** Exactly the copy that the product would load. */
function loadLibsql(): SqliteDriver {
  const server = import.meta.resolve('@scrollback/server/package.json');
  const store = createRequire(server).resolve('@scrollback/store-sqlite/package.json');
  const Database = createRequire(store)('libsql') as new (path: string) => SqliteDatabase;
  return { name: 'libsql', open: (path) => new Database(path) };
}
