import { expect, it, vi } from 'vitest';
import { startTestServer } from '../harness/test-server.js';

it('Express › finds the prototypes of request and response right, so that setting them changes nothing', async () => {
  const server = await startTestServer();
  const setPrototypeOf = vi.spyOn(Object, 'setPrototypeOf');
  const changes: boolean[] = [];
  setPrototypeOf.mockImplementation((object, prototype) => {
    changes.push(Object.getPrototypeOf(object) !== prototype);
    return Reflect.setPrototypeOf(object, prototype as object) ? object : undefined;
  });
  try {
    const answer = await server.send({ path: '/v1/sessions/nope' });
    expect(answer.status).toBe(404);
  } finally {
    setPrototypeOf.mockRestore();
    await server.stop();
  }
  expect(changes.length).toBeGreaterThanOrEqual(2);
  expect(changes).not.toContain(true);
});
