/**
 * Why something failed, in a form that a thread can send to another:
 * - `busy`: another connection has the lock. Nothing was written.
 * - `unavailable`: the file cannot be used now. Nothing was written.
 * - `unknown`: the file failed during a commit; nobody knows whether it is stored.
 * - `full`: there is no room. Nothing was written.
 * - `corrupt`: what the file holds is not what was written there.
 * - `schema`: the file holds a layout that this version does not know.
 * - `moved`: the file was removed or replaced while it was open. Nothing was written; it has to be opened again.
 * - `defect`: not the file's fault, but ours. Nothing was written.
 */
export interface Failure {
  readonly kind: 'busy' | 'unavailable' | 'unknown' | 'full' | 'corrupt' | 'schema' | 'moved' | 'defect';
  readonly message: string;
  /** Of SQLite, extended. */
  readonly resultCode?: number | undefined;
}

/** Thrown where we find out ourselves. */
export class FailureError extends Error {
  override readonly name = 'FailureError';
  readonly kind: Failure['kind'];

  constructor(kind: Failure['kind'], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
  }
}

const kinds: Readonly<Record<number, Failure['kind']>> = {
  1: 'corrupt', // ERROR: a table or a column is not there.
  5: 'busy', // BUSY
  6: 'busy', // LOCKED
  11: 'corrupt', // CORRUPT
  13: 'full', // FULL
  15: 'busy', // PROTOCOL: many are opening the file at once.
  19: 'corrupt', // CONSTRAINT
  20: 'corrupt', // MISMATCH
  24: 'corrupt', // FORMAT
  26: 'corrupt', // NOTADB
};

/** The file system says that it is damaged: IOERR_CORRUPTFS. */
const corruptFileSystem = 10 | (33 << 8);

export function toFailure(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof FailureError) return { kind: error.kind, message, resultCode: resultCodeOf(error.cause) };
  const resultCode = resultCodeOf(error);
  if (resultCode === corruptFileSystem) return { kind: 'corrupt', message, resultCode };
  if (resultCode !== undefined) return { kind: kinds[resultCode & 0xff] ?? 'unavailable', message, resultCode };
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return { kind: 'full', message };
  return { kind: isSystemCode(code) ? 'unavailable' : 'defect', message };
}

export function isBusy(error: unknown): boolean {
  return toFailure(error).kind === 'busy';
}

/** SQLite's extended result code. node:sqlite and libsql name it differently; libsql only writes it down when it opens. */
function resultCodeOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { errcode, rawCode, message } = error as { errcode?: unknown; rawCode?: unknown; message?: unknown };
  if (typeof errcode === 'number') return errcode;
  if (typeof rawCode === 'number') return rawCode;
  const written = /^ConnectionFailed\(.*: (\d+)"\)$/s.exec(String(message))?.[1];
  return written === undefined ? undefined : Number(written);
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/** `EACCES`, as the system says; not `ERR_INVALID_ARG_TYPE`, as Node does. */
function isSystemCode(code: string): boolean {
  return /^(E[A-Z0-9]+|SQLITE_[A-Z_]+)$/.test(code);
}
