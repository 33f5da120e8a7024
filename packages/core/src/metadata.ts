import { RefusalError } from './errors.js';
import { findJsonFault, getOwn, isJsonObject, type JsonObject, type JsonValue, setOwn } from './json.js';

/**
 * How new metadata meets stored metadata.
 *
 * - `merge_patch`: RFC 7396; null removes a key.
 * - `zep`: as Zep ≤ 0.27 merged; null is stored, an empty object changes nothing in an object, a top-level `system` key is dropped.
 * - `zep_privileged`: the same with `system` kept, as Zep did for users.
 */
export type MergeMode = 'merge_patch' | 'zep' | 'zep_privileged';

export interface MetadataLimits {
  /** Bytes of the JSON text in UTF-8, after merging too. */
  readonly maxBytes: number;
  /** Objects and arrays inside one another; the metadata object itself is the first. */
  readonly maxDepth: number;
}

export interface MetadataPatch {
  readonly patch: JsonObject;
  readonly mode: MergeMode;
}

/** Merges `patch` into stored metadata text (null: none) and returns the new text. Neither argument is changed. */
export function mergeMetadata(stored: string | null, { patch, mode }: MetadataPatch, limits: MetadataLimits): string {
  // A merge is no deeper than the deeper one of the two, and what is stored was checked: merging may recurse after this.
  requireDepth(patch, limits, '/metadata');
  const target = stored === null ? {} : (JSON.parse(stored) as JsonObject);
  return toSizedText(mergeObject(target, patch, mode), limits, '/metadata');
}

/**
 * Stored metadata text after a change of it: `undefined` leaves it, `null` removes all of it, a patch is merged.
 *
 * With Zep's rules nothing merged into nothing is nothing: metadata that was never given stays `null`.
 */
export function changeMetadata(
  stored: string | null,
  change: MetadataPatch | null | undefined,
  limits: MetadataLimits,
): string | null {
  if (change === undefined) return stored;
  if (change === null) return null;
  const merged = mergeMetadata(stored, change, limits);
  return stored === null && merged === '{}' && change.mode !== 'merge_patch' ? null : merged;
}

/** The text that is stored for `metadata`; refuses what is larger or deeper than the limits. */
export function toMetadataText(metadata: JsonObject, limits: MetadataLimits, pointer = '/metadata'): string {
  requireDepth(metadata, limits, pointer);
  return toSizedText(metadata, limits, pointer);
}

function requireDepth(metadata: JsonObject, { maxDepth }: MetadataLimits, pointer: string): void {
  const fault = findJsonFault(metadata, { maxDepth });
  if (fault === undefined) return;
  throw new RefusalError(
    'metadata_too_deep',
    `metadata is nested deeper than ${maxDepth} levels`,
    pointer + fault.pointer,
  );
}

function toSizedText(metadata: JsonObject, { maxBytes }: MetadataLimits, pointer: string): string {
  const text = JSON.stringify(metadata);
  // A UTF-16 unit is at most three bytes, so most texts need no counting.
  if (text.length * 3 > maxBytes && Buffer.byteLength(text) > maxBytes) {
    throw new RefusalError('metadata_too_large', `metadata is larger than ${maxBytes} bytes of JSON`, pointer);
  }
  return text;
}

// `...` copies an own `__proto__` as one.

function mergeObject(target: JsonObject, patch: JsonObject, mode: MergeMode): JsonObject {
  if (mode === 'merge_patch') return mergePatch(target, patch) as JsonObject;
  const result = { ...target };
  for (const key of Object.keys(patch)) {
    if (mode === 'zep' && key === 'system') continue;
    setOwn(result, key, mergeZep(getOwn(target, key), patch[key] as JsonValue));
  }
  return result;
}

/** RFC 7396, section 2. */
function mergePatch(target: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (!isJsonObject(patch)) return patch;
  const result = isJsonObject(target) ? { ...target } : {};
  for (const key of Object.keys(patch)) {
    const value = patch[key] as JsonValue;
    if (value === null) delete result[key];
    else setOwn(result, key, mergePatch(getOwn(result, key), value));
  }
  return result;
}

/** Zep 0.27: objects merge key by key, so an empty one changes nothing; anything else replaces, null included. */
function mergeZep(target: JsonValue | undefined, value: JsonValue): JsonValue {
  if (!isJsonObject(target) || !isJsonObject(value)) return value;
  const result = { ...target };
  for (const key of Object.keys(value)) setOwn(result, key, mergeZep(getOwn(target, key), value[key] as JsonValue));
  return result;
}
