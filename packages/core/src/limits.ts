import type { MetadataLimits } from './metadata.js';

export interface Limits {
  /** Of sessions, users and messages alike. */
  readonly metadata: MetadataLimits;
}

export const defaultLimits: Limits = { metadata: { maxBytes: 65_536, maxDepth: 32 } };
