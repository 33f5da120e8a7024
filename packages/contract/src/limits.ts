/** The limits of the wire. Documented in the OpenAPI document; the server's configuration can change those marked as defaults. */
export const limits = {
  /** Of session and user ids, in UTF-8. */
  idBytes: 1_024,
  /** Of role names. */
  roleLength: 64,
  /** Of `email`, `first_name` and `last_name`. */
  nameLength: 1_024,
  /** Of one append. */
  messagesPerCall: 1_000,
  /** Of one POST of memory on the Zep surface, which had no limit. */
  zepMessagesPerCall: 10_000,
  tokenCount: 2_147_483_647,
  page: { default: 100, maximum: 1_000 },
  window: { default: 12, maximum: 1_000 },
  /** Default. Of a request body, after it was inflated. */
  bodyBytes: 5_242_880,
  /** `bytes` is a default: of the metadata as JSON in UTF-8, after merging too. The metadata object itself is the first level. */
  metadata: { bytes: 65_536, depth: 32 },
  /** Of an `X-Request-Id` that is taken over from a request. */
  requestIdLength: 128,
} as const;
