import { resolve } from 'node:path';

export interface SqliteStoreOptions {
  /** The file, made with its folder when missing; or `:memory:`, which lives and dies with the store. */
  readonly path: string;
  /**
   * `full`: what was acknowledged survives a power cut. `normal`: it survives the end of the process, but a power cut can lose
   * the last moments. Default `full`.
   */
  readonly synchronous?: 'full' | 'normal' | undefined;
  /** Told what an operator should know. Default: `process.emitWarning`. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

export interface Settings {
  readonly path: string;
  readonly synchronous: 'full' | 'normal';
  readonly onWarning: (message: string) => void;
}

export function toSettings({ path, synchronous = 'full', onWarning }: SqliteStoreOptions): Settings {
  if (path === '') throw new TypeError('a SQLite store needs a path');
  return {
    // Absolute, so that no path is taken for a URL.
    path: path === ':memory:' ? path : resolve(path),
    synchronous,
    onWarning: onWarning ?? ((message) => process.emitWarning(message, 'ScrollbackSqliteWarning')),
  };
}
