import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Call } from '../../harness/send.js';
import { contents, describeZepOnEachStore, expectOk, newId } from '../zep.js';
import { get, maxBodyBytes, patch, post, remove } from './row.js';

/** Names that objects have without being asked. */
const keys = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__defineGetter__',
  'length',
];
const metadata = `{${keys.map((key) => `"${key}":{"polluted":{"${key}":1}}`).join()}}`;
const patched = `{${keys.map((key) => `"${key}":{"polluted":{"${key}":1},"more":[]}`).join()}}`;
const change = `{${keys.map((key) => `"${key}":{"more":[]}`).join()}}`;
const hostileFields = keys.map((key) => `"${key}":{"polluted":1,"user_id":"nobody","messages":5}`).join();

function expectNoPollution(): void {
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  expect(({} as Record<string, unknown>).more).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
}

describeZepOnEachStore('odd input of the Zep surface that is good', (zep) => {
  describe('keys that objects have', () => {
    it('are kept, merged and returned as metadata of a session', async () => {
      const id = newId();
      const created = await zep.send(
        post('/sessions', `{"session_id":"${id}",${hostileFields},"metadata":${metadata}}`),
      );
      expect([created.status, created.json.user_id]).toEqual([201, null]);
      expect(created.text).toContain(`"metadata":${metadata}`);
      const answer = await zep.send(patch(`/sessions/${id}`, `{${hostileFields},"metadata":${change}}`));
      expect(answer.text).toContain(`"metadata":${patched}`);
      expect((await zep.get(`/sessions/${id}`)).text).toContain(`"metadata":${patched}`);
      expectNoPollution();
    });

    it('are kept, merged and returned as metadata of a user', async () => {
      const id = newId();
      const created = await zep.send(post('/user', `{${hostileFields},"user_id":"${id}","metadata":${metadata}}`));
      expect(created.text).toContain(`"metadata":${metadata}`);
      const answer = await zep.send(patch(`/user/${id}`, `{${hostileFields},"metadata":${change}}`));
      expect([answer.status, answer.json.user_id]).toEqual([200, id]);
      expect((await zep.get(`/user/${id}`)).text).toContain(`"metadata":${patched}`);
      expectNoPollution();
    });

    it('are kept, merged, searched and returned as metadata of a message', async () => {
      const id = newId();
      const text = `{"messages":[{"role":"a","content":"b",${hostileFields},"metadata":${metadata}}],${hostileFields}}`;
      expectOk(await zep.send(post(`/sessions/${id}/memory`, text)));
      const page = await zep.get(`/sessions/${id}/messages`);
      expect(page.text).toContain(`"metadata":${metadata}`);
      const path = `/sessions/${id}/messages/${page.json.messages[0].uuid}`;
      expect((await zep.send(patch(path, `{${hostileFields},"metadata":${change}}`))).text).toContain(patched);
      const find = (jsonpath: string) => zep.post(`/sessions/${id}/search`, { metadata: { where: { jsonpath } } });
      for (const key of keys) {
        expect((await find(`$.${key}.polluted`)).json).toHaveLength(1);
        expect((await find(`$.${key}.nothing`)).json).toEqual([]);
        expect((await find(`$.nothing.${key}`)).json).toEqual([]);
      }
      expectNoPollution();
    });

    it('are ids of sessions and users like any other', async () => {
      for (const key of keys) {
        expect((await zep.get(`/user/${key}`)).status).toBe(404);
        expect((await zep.post('/user', { user_id: key })).status).toBe(201);
        expect((await zep.post('/sessions', { session_id: key, user_id: key })).json.user_id).toBe(key);
        await zep.addMessages(key, key);
        expect(contents(await zep.get(`/sessions/${key}/memory`))).toEqual([key]);
        expect((await zep.get(`/user/${key}/sessions`)).json).toHaveLength(1);
        expectOk(await zep.delete(`/user/${key}`));
        expect((await zep.get(`/sessions/${key}`)).status).toBe(404);
      }
    });
  });

  const bodies: readonly (readonly [name: string, body: unknown])[] = [
    ['broken JSON', '{'],
    ['JSON', { session_id: 'x', metadata: 5 }],
    ['random bytes', randomBytes(1_000)],
    ['more than the limit', 'x'.repeat(maxBodyBytes + 1)],
  ];

  describe.each(bodies)('a body of %s on a route that takes none', (_, body) => {
    const headers = { 'content-encoding': 'gzip', 'content-type': 'application/json' };
    const like = ({ method, path }: Call): Call => ({ method: method as string, path, headers, body });

    it('is not looked at', async () => {
      const id = await zep.createSession();
      const user = await zep.createUser();
      const [uuid] = await zep.addMessages(id, 'one');
      const paths = ['/sessions', `/sessions/${id}`, `/sessions/${id}/memory`, `/sessions/${id}/messages`, '/user'];
      for (const path of [...paths, `/sessions/${id}/messages/${uuid}`, `/user/${user}`, `/user/${user}/sessions`])
        expect((await zep.send(like(get(path)))).status, path).toBe(200);
      expectOk(await zep.send(like(remove(`/sessions/${id}/memory`))));
      expectOk(await zep.send(like(remove(`/user/${user}`))));
      expect((await zep.send({ ...like(get('')), path: '/healthz' })).text).toBe('.');
    });
  });

  it.each(['identity', 'Identity', 'gzip', 'GZip'])(
    'the Content-Encoding %s is understood in any letter case',
    async (encoding) => {
      const id = newId();
      const text = JSON.stringify({ session_id: id });
      const body = /gzip/i.test(encoding) ? gzipSync(text) : text;
      const answer = await zep.send(post('/sessions', body, { 'content-encoding': encoding }));
      expect([answer.status, answer.text]).toEqual([201, expect.stringContaining(id)]);
    },
  );

  it('of repeated parameters the first counts, however many follow', async () => {
    const id = newId();
    await zep.addMessages(id, 'one', 'two', 'three');
    const memory = `/sessions/${id}/memory`;
    for (const query of [
      'lastn=2&lastn=ten',
      'lastn=2&lastn=-1',
      'lastn=%zz&lastn=2',
      `lastn=2${'&lastn=x'.repeat(1_500)}`,
    ])
      expect(contents(await zep.get(`${memory}?${query}`)), query).toEqual(['two', 'three']);
    expect(contents(await zep.get(`${memory}?lastN=ten&__proto__=1&constructor&=`))).toHaveLength(3);
    expect(contents(await zep.get(`/sessions/${id}/messages?limit=ten&limit=1&cursor=%00`))).toHaveLength(3);
  });

  it('numbers at the ends of 64 bits are numbers', async () => {
    const id = newId();
    await zep.addMessages(id, 'one', 'two');
    const [largest, smallest] = ['9223372036854775807', '-9223372036854775808'];
    expect(contents(await zep.get(`/sessions/${id}/memory?lastn=${largest}`))).toHaveLength(2);
    for (const limit of [largest, smallest])
      expect(contents(await zep.get(`/sessions/${id}/messages?limit=${limit}`))).toHaveLength(2);
    expect(contents(await zep.get(`/sessions/${id}/messages?limit=${largest}&cursor=${largest}`))).toEqual([]);
    for (const path of ['/sessions', '/user']) {
      expect((await zep.get(`${path}?cursor=${largest}`)).json).toEqual([]);
      expect((await zep.get(`${path}?limit=${largest}&cursor=${smallest}`)).status).toBe(200);
    }
  });
});
