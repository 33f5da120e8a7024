import { expect, it, vi } from 'vitest';
import { startTestServer } from '../harness/test-server.js';

/** What setting the prototypes for one request changed. */
async function prototypeChanges(logLevel: string): Promise<readonly boolean[]> {
  const server = await startTestServer({ logLevel });
  const setPrototypeOf = vi.spyOn(Object, 'setPrototypeOf');
  const changes: boolean[] = [];
  setPrototypeOf.mockImplementation((object, prototype) => {
    changes.push(Object.getPrototypeOf(object) !== prototype);
    return Reflect.setPrototypeOf(object, prototype as object) ? object : undefined;
  });
  try {
    expect((await server.send({ path: '/v1/sessions/nope' })).status).toBe(404);
  } finally {
    setPrototypeOf.mockRestore();
    await server.stop();
  }
  return changes;
}

it('Express › finds the prototypes of request and response right, so that setting them changes nothing', async () => {
  const changes = await prototypeChanges('debug');
  expect(changes.length).toBeGreaterThanOrEqual(2);
  expect(changes).not.toContain(true);
});

it('a request that nothing but its route has to see › no prototype is set at all', async () => {
  expect(await prototypeChanges('info')).toEqual([]);
});
