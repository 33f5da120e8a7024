import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { describeZep, expectError } from './zep.js';

const uuid = randomUUID();

describeZep('2.9 collections', (zep) => {
  it('2.9 GET /collection › is an empty array: the credential test of n8n asks for it', async () => {
    const answer = await zep.get('/collection');
    expect([answer.status, answer.json]).toEqual([200, []]);
  });

  it.each([
    ['POST', '/collection/name', { name: 'name', embedding_dimensions: 8, is_auto_embedded: false }],
    ['GET', '/collection/name', undefined],
    ['PATCH', '/collection/name', { description: 'x' }],
    ['DELETE', '/collection/name', undefined],
    ['POST', '/collection/name/search?limit=5', { text: 'x' }],
    ['POST', '/collection/name/index/create?force=true', undefined],
    ['POST', '/collection/name/document', [{ content: 'x' }]],
    ['GET', `/collection/name/document/uuid/${uuid}`, undefined],
    ['PATCH', `/collection/name/document/uuid/${uuid}`, { metadata: {} }],
    ['DELETE', `/collection/name/document/uuid/${uuid}`, undefined],
    ['POST', '/collection/name/document/list/get', { uuids: [uuid] }],
    ['POST', '/collection/name/document/list/delete', [uuid]],
    ['PATCH', '/collection/name/document/list/update', [{ uuid }]],
    // Q35: paths that only zep-js knows.
    ['GET', `/collection/name/document/${uuid}`, undefined],
    ['PATCH', `/collection/name/document/${uuid}`, {}],
  ])('2.9 › %s %s is 501, in a sentence', async (method, path, body) => {
    expectError(await zep.send({ method, path: `/api/v1${path}`, body }), 501);
  });
});
