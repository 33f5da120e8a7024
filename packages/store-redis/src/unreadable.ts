/** What is stored cannot be understood. Becomes a `StoreCorruptError` where the operation is known. */
export class UnreadableError extends Error {
  override readonly name = 'UnreadableError';
}
