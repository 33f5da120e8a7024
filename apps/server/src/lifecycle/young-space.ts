import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8's space for new objects at the megabyte that a process begins with: see decision 0017.
 *
 * Loading modules makes V8 widen it to its full size, 16 MB, which a server that is idle would keep.
 */
export function keepYoungSpaceSmall(): void {
  setGrowth(1);
}

/** From now on it grows under load, as ever. */
export function letYoungSpaceGrow(): void {
  setGrowth(defaultGrowth);
}

/** V8's own, in Node 20 to 24. */
const defaultGrowth = 2;

function setGrowth(factor: number): void {
  setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}
