import { join } from 'node:path';
import { temporaryFolder } from '@scrollback/services';
import { type SqliteDatabase, sqliteDriver } from '../programs/sqlite-driver.js';

/** A SQLite file of its own, in a temporary folder: still to be made, by the product. */
export async function newSqliteFile(): Promise<string> {
  return join(await temporaryFolder('sqlite'), 'scrollback.db');
}

/** What the messages of a file cost. */
export interface MessageRoom {
  readonly messageCount: number;
  /** That the file grew by. */
  readonly bytes: number;
  /** Of the JSON documents that are stored, and of the contents in them. */
  readonly documentBytes: number;
  readonly contentBytes: number;
}

/** Begins to look what messages cost that are written from now on. Nothing else may be written meanwhile. */
export function watchMessageRoom(path: string): () => MessageRoom {
  const before = withFile(path, (database) => ({
    bytes: usedBytes(database),
    last: Number(database.prepare('SELECT max(rowid) AS last FROM messages').all([])[0]?.last ?? 0),
  }));
  return () =>
    withFile(path, (database) => {
      const [row = {}] = database
        .prepare(
          `SELECT count(*) AS messages, sum(length(CAST(json AS BLOB))) AS documents,
             sum(length(CAST(json_extract(json, '$.content') AS BLOB))) AS contents FROM messages WHERE rowid > ?`,
        )
        .all([before.last]);
      return {
        messageCount: Number(row.messages),
        bytes: usedBytes(database) - before.bytes,
        documentBytes: Number(row.documents),
        contentBytes: Number(row.contents),
      };
    });
}

export function describeRoom({ messageCount, bytes, documentBytes, contentBytes }: MessageRoom): string {
  const each = (total: number) => Math.round(total / messageCount).toLocaleString('en');
  return (
    `the SQLite file grew by ${each(bytes)} bytes a message; ` +
    `its document has ${each(documentBytes)} bytes, ${each(contentBytes)} of them content`
  );
}

function usedBytes(database: SqliteDatabase): number {
  const [row = {}] = database
    .prepare(
      'SELECT (page_count - freelist_count) * page_size AS bytes FROM pragma_page_count, pragma_freelist_count, pragma_page_size',
    )
    .all([]);
  return Number(row.bytes);
}

function withFile<Result>(path: string, work: (database: SqliteDatabase) => Result): Result {
  const database = sqliteDriver.open(path);
  try {
    return work(database);
  } finally {
    database.close();
  }
}
