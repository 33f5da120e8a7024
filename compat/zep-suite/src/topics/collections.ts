import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { expectError } from '../harness/expect-error.js';
import type { Zep } from '../methods/use-zep.js';

/** Scrollback holds no documents: there are no collections, and every other call says so with a 501. */
export function testCollections(zep: Zep): void {
  const name = 'papers';
  const uuid = randomUUID();
  const query = { text: 'anything' };
  const refused: Readonly<Record<string, () => Promise<unknown>>> = {
    'document.addCollection': () => zep.document.addCollection({ name, embeddingDimensions: 8 }),
    'document.getCollection': () => zep.document.getCollection(name),
    'document.updateCollection': () => zep.document.updateCollection({ name, description: 'x' }),
    'document.deleteCollection': () => zep.document.deleteCollection(name),
    'collection.updateDocument': () => zep.collection.updateDocument({ uuid, documentId: 'x' }),
    'collection.deleteDocument': () => zep.collection.deleteDocument(uuid),
    'collection.getDocument': () => zep.collection.getDocument(uuid),
    'collection.getDocuments': () => zep.collection.getDocuments([uuid]),
    'collection.search': () => zep.collection.search(query),
    'collection.searchReturnQueryVector': () => zep.collection.searchReturnQueryVector(query, 5),
    'collection.createIndex': () => zep.collection.createIndex(true),
  };

  describe('documents', () => {
    it('document.listCollections gives an empty list', async () => {
      expect(await zep.document.listCollections()).toEqual([]);
    });

    it.each(Object.entries(refused))('%s is answered with 501 and the reason', async (_name, call) => {
      await expectError(call(), zep.js.APIError, { code: 501, responseData: expect.stringMatching(/collection/i) });
    });

    it('collection.addDocuments gives no uuids, for the client keeps the 501 of each batch to itself', async () => {
      const documents = [{ content: 'lost' }];
      expect(await zep.collection.addDocuments(documents)).toEqual([]);
      const url = zep.client.getFullUrl(`/collection/${name}/document`);
      expect((await fetch(url, { method: 'POST', body: JSON.stringify(documents) })).status).toBe(501);
    });

    it('collection.status needs no server', () => {
      expect(zep.collection.status).toBe('pending');
    });
  });
}
