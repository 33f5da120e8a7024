import { nativeRows } from './native-rows.js';
import type { PairRow, StoreName } from './pair-row.js';
import { zepRows } from './zep-rows.js';

/** The rows of a store, in the order in which they run. */
export function pairRowsOf(store: StoreName): PairRow[] {
  return [...nativeRows, ...zepRows].filter(({ goals }) => goals[store] !== undefined);
}
