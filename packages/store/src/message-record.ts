/** One message as a store keeps it. */
export interface MessageRecord {
  /** Unique within its session. Canonical lower-case UUID (36 characters). */
  readonly uuid: string;
  /** Number in its session: 1, 2, 3 … without a gap, in commit order. */
  readonly seq: number;
  /** The JSON document that the surfaces send. Opaque to stores, which must return the very same text. */
  readonly json: string;
}
