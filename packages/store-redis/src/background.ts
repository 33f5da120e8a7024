/** Work that nobody waits for but `close`. */
export interface Background {
  /** Starts it. If it fails, what it was to do is left to the next repair. */
  start(work: () => Promise<unknown>): void;
  /** The same, unless work under this name is being done. */
  startOnce(name: string, work: () => Promise<unknown>): void;
  /** Resolves when nothing is being done any more. */
  finished(): Promise<void>;
}

export function createBackground(): Background {
  const running = new Set<Promise<unknown>>();
  const names = new Set<string>();

  function start(work: () => Promise<unknown>): void {
    // A place that is not settled, or a note that is left, is found and finished by whoever comes next.
    const done: Promise<unknown> = work()
      .catch(() => {})
      .finally(() => running.delete(done));
    running.add(done);
  }

  return {
    start,
    startOnce(name, work) {
      if (names.has(name)) return;
      names.add(name);
      start(() => work().finally(() => names.delete(name)));
    },
    async finished() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
