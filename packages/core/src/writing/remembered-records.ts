import { LRUCache } from 'lru-cache';
import type { VersionedRecord } from './record-source.js';

const recordOverheadBytes = 512;

/** The last known records of recently used ids, bounded in bytes. They may be out of date: never answer from them. */
export function createRememberedRecords<Record extends VersionedRecord>(maxBytes: number): LRUCache<string, Record> {
  return new LRUCache<string, Record>({
    maxSize: Math.max(1, maxBytes),
    sizeCalculation: (record, id) => recordOverheadBytes + 2 * (id.length + (record.metadata?.length ?? 0)),
  });
}
