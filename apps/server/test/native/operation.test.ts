import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../harness/test-server.js';

describe('operation', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  it('is alive and ready', async () => {
    for (const path of ['/health/live', '/health/ready']) {
      const answer = await server.send({ path });
      expect([answer.status, answer.text]).toEqual([200, '{"status":"ok"}']);
    }
  });

  it('serves the OpenAPI document of the contract', async () => {
    const answer = await server.send({ path: '/openapi.json' });
    const file = fileURLToPath(import.meta.resolve('@scrollback/contract/openapi.json'));
    expect(answer.json).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });
});
