/** Runs one phase of a program, and says how long it took and how fast that was. */
export async function timed<Result>(
  log: (line: string) => void,
  what: string,
  count: number,
  run: () => Promise<Result>,
): Promise<Result> {
  const startedAt = performance.now();
  const result = await run();
  const seconds = (performance.now() - startedAt) / 1_000;
  log(`${what}: ${count} in ${seconds.toFixed(2)} s, ${Math.round(count / seconds)} a second`);
  return result;
}
