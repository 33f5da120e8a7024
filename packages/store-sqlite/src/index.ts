export { backupSqlite } from './backup-sqlite.js';
export { createSqliteStore } from './create-sqlite-store.js';
export type { SqliteStoreOptions } from './options.js';
