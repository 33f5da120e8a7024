/** Resolves at the first SIGTERM or SIGINT. From then on another one ends the process at once. */
export function waitForSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        for (const next of ['SIGTERM', 'SIGINT'] as const) process.on(next, () => process.exit(1));
        resolve();
      });
    }
  });
}
