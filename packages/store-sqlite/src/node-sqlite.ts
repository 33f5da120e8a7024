import type { Driver, Statement } from './database.js';
import type { Row, Value } from './value.js';

/** What we use of `node:sqlite`, which the types of Node 20 do not know. */
interface NodeSqlite {
  readonly DatabaseSync: new (
    path: string,
  ) => {
    exec(sql: string): void;
    close(): void;
    prepare(sql: string): {
      run(...values: readonly Value[]): ReturnType<Statement['run']>;
      get(...values: readonly Value[]): Row | undefined;
      all(...values: readonly Value[]): Row[];
    };
  };
}

/** The SQLite of the runtime: Node 22.13 or newer has it. */
export function loadNodeSqlite(): Driver | undefined {
  const sqlite = withoutExperimentalWarning(builtin);
  if (sqlite === undefined) return undefined;
  return {
    name: 'node:sqlite',
    open(path) {
      const database = new sqlite.DatabaseSync(path);
      return {
        exec: (sql) => database.exec(sql),
        prepare(sql) {
          const statement = database.prepare(sql);
          return {
            run: (values = []) => statement.run(...values),
            get: (values = []) => statement.get(...values),
            all: (values = []) => statement.all(...values),
          };
        },
        close: () => database.close(),
      };
    },
  };
}

function builtin(): NodeSqlite | undefined {
  const { getBuiltinModule } = process as { getBuiltinModule?: (name: string) => unknown };
  return getBuiltinModule?.('node:sqlite') as NodeSqlite | undefined;
}

/** The first load warns that SQLite is experimental. Only that is left out: loading is synchronous, so nobody else speaks. */
function withoutExperimentalWarning<T>(load: () => T): T {
  const original = process.emitWarning;
  const filtered = (warning: string | Error, ...rest: unknown[]) => {
    if (!String(warning).startsWith('SQLite is an experimental feature')) {
      Reflect.apply(original, process, [warning, ...rest]);
    }
  };
  process.emitWarning = filtered as typeof process.emitWarning;
  try {
    return load();
  } finally {
    process.emitWarning = original;
  }
}
