import type { MetadataLimits } from './metadata.js';

export interface Limits {
  /** Of sessions, users and messages alike. */
  readonly metadata: MetadataLimits;
  /** Of the messages in one answer together; at least one is returned in any case. */
  readonly pageBytes: number;
}

export const defaultLimits: Limits = {
  metadata: { maxBytes: 65_536, maxDepth: 32 },
  pageBytes: 16 * 1_024 * 1_024,
};
