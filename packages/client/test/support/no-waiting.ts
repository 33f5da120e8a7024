import { afterEach, beforeEach, vi } from 'vitest';

/** Draws the shortest waits between attempts: none, where `Retry-After` asks for none. */
export function withoutWaiting(): void {
  beforeEach(() => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
}
