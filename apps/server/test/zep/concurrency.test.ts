import { expect, it } from 'vitest';
import { contents, describeZepOnEachStore, expectOk, newId, type Zep } from './zep.js';

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Two hundred callers, each with a key of its own below a key that all share. */
async function patchInParallel(zep: Zep, path: string): Promise<void> {
  const patches = numbers(200).map((number) => ({ [`top ${number}`]: number, shared: { [`k${number}`]: [number] } }));
  const answers = await Promise.all(patches.map((metadata) => zep.patch(path, { metadata })));
  expect(answers.filter(({ status }) => status !== 200).map(({ text }) => text)).toEqual([]);
  const expected = Object.assign({ before: true }, ...patches, {
    shared: Object.assign({}, ...patches.map(({ shared }) => shared)),
  });
  expect((await zep.get(path)).json.metadata).toEqual(expected);
  for (const [number, answer] of answers.entries()) {
    expect(answer.json.metadata).toMatchObject({ before: true, [`top ${number}`]: number });
  }
}

describeZepOnEachStore('concurrency', (zep) => {
  it('Q2 › 200 parallel PATCHes of one session keep all keys', async () => {
    await patchInParallel(zep, `/sessions/${await zep.createSession({ metadata: { before: true } })}`);
  });

  it('Q3 › 200 parallel PATCHes of one user keep all keys', async () => {
    await patchInParallel(zep, `/user/${await zep.createUser({ metadata: { before: true } })}`);
  });

  it('Q4 › 200 parallel PATCHes of one message keep all keys', async () => {
    const id = newId();
    await zep.post(`/sessions/${id}/memory`, {
      messages: [{ role: 'user', content: 'one', metadata: { before: true } }],
    });
    const [{ uuid }] = (await zep.get(`/sessions/${id}/memory`)).json.messages;
    await patchInParallel(zep, `/sessions/${id}/messages/${uuid}`);
  });

  it('Q2 › parallel PATCHes undelete a session once and lose nothing', async () => {
    const id = await zep.createSession({ metadata: { before: true } });
    await zep.delete(`/sessions/${id}/memory`);
    await patchInParallel(zep, `/sessions/${id}`);
  });

  it('Q11 › 64 parallel first POST memory to one id all succeed, with all messages and one session', async () => {
    const id = newId();
    const batches = numbers(64).map((number) => [`${number} a`, `${number} b`, `${number} c`]);
    await Promise.all(batches.map((batch) => zep.addMessages(id, ...batch)));
    const page = await zep.get(`/sessions/${id}/messages`);
    expect([page.json.total_count, page.json.row_count]).toEqual([192, 192]);
    const stored = contents(page);
    expect([...stored].sort()).toEqual(batches.flat().sort());
    // Calls interleave as wholes.
    for (const [first, ...rest] of batches) {
      const at = stored.indexOf(first as string);
      expect(stored.slice(at + 1, at + 3)).toEqual(rest);
    }
    const sessions = (await zep.get('/sessions')).json.filter((one: { session_id: string }) => one.session_id === id);
    expect(sessions).toHaveLength(1);
  });

  it('Q11 › of 32 parallel POST /sessions to one id exactly one creates', async () => {
    const id = newId();
    const answers = await Promise.all(numbers(32).map(() => zep.post('/sessions', { session_id: id })));
    const counts = [201, 400].map((status) => answers.filter((answer) => answer.status === status).length);
    expect(counts).toEqual([1, 31]);
  });

  it('Q14 › DELETE racing POST memory a hundred times: messages are visible exactly when the session is live', async () => {
    async function race(round: number): Promise<void> {
      const id = newId();
      await zep.addMessages(id, 'old');
      const write = (content: string) => () => zep.addMessages(id, content);
      const remove = () => zep.delete(`/sessions/${id}/memory`).then(expectOk);
      const calls: (() => Promise<unknown>)[] = [write('new one'), write('new two')];
      calls.splice(round % 3, 0, remove);
      await Promise.all(calls.map((call) => call()));
      const { status } = await zep.get(`/sessions/${id}`);
      const page = await zep.get(`/sessions/${id}/messages`);
      const visible = contents(page);
      expect([200, 404]).toContain(status);
      expect(visible.length > 0).toBe(status === 200);
      expect(visible).not.toContain('old');
      expect(contents(await zep.get(`/sessions/${id}/memory`))).toEqual(visible);
      expect(page.json.total_count).toBe(visible.length);
      const listed = (await zep.get('/sessions')).json.filter((one: { session_id: string }) => one.session_id === id);
      expect(listed).toHaveLength(status === 200 ? 1 : 0);
    }
    for (let round = 0; round < 100; round += 10) await Promise.all(numbers(10).map((offset) => race(round + offset)));
  });

  it('10.4 › writes of all kinds to one session at once all succeed', async () => {
    const id = await zep.createSession({ metadata: {} });
    const [uuid] = await zep.addMessages(id, 'first');
    const answers = await Promise.all(
      numbers(40).flatMap((number) => [
        zep.patch(`/sessions/${id}`, { metadata: { [number]: 1 } }),
        zep.patch(`/sessions/${id}/messages/${uuid}`, { metadata: { [number]: 1 } }),
        zep.post(`/sessions/${id}/memory`, { messages: [{ role: 'user', content: `${number}` }] }),
        zep.get(`/sessions/${id}/memory`),
      ]),
    );
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect(Object.keys((await zep.get(`/sessions/${id}`)).json.metadata)).toHaveLength(40);
    const { messages } = (await zep.get(`/sessions/${id}/messages`)).json;
    expect(messages).toHaveLength(41);
    expect(Object.keys(messages[0].metadata)).toHaveLength(40);
  });
});
