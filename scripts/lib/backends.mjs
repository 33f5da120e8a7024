/**
 * How the names of suites in a test report say what they ran on: see tools/services/src/describe-with-redis.ts and
 * compat/python/src/describe-with-python.ts.
 */
const BACKENDS = [
  { name: 'Redis', mark: '[on Redis]' },
  { name: 'Redis Cluster of three nodes', mark: '[on Redis Cluster]' },
  { name: 'Redis Sentinel', mark: '[on Redis Sentinel]' },
  { name: "Zep's Python clients", mark: '[by Python]' },
  { name: 'SQLite', folder: '/packages/store-sqlite/' },
  { name: 'memory', folder: '/packages/store-memory/' },
];

/** For each backend, how many tests passed and failed on it, from vitest's JSON report. */
export function countBackends(report) {
  const results = report.testResults.flatMap((file) =>
    file.assertionResults.map(({ fullName, status }) => ({ file: file.name, fullName, status })),
  );
  return BACKENDS.map(({ name, mark, folder }) => {
    const own = results.filter((test) => (mark ? test.fullName.includes(mark) : test.file.includes(folder)));
    const count = (status) => own.filter((test) => test.status === status).length;
    return { name, passed: count('passed'), failed: count('failed') };
  });
}
