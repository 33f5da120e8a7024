import { type Cluster, Redis } from 'ioredis';
import { expect } from 'vitest';

/**
 * Compares everything that is stored under a prefix with itself: every record is settled and in exactly the lists where it
 * belongs, at its place and once; nothing is listed that is not stored; no note is left.
 */
export async function expectInOrder(client: Redis | Cluster, prefix: string): Promise<void> {
  const keys = (await allKeys(client, `${prefix}:*`)).sort();
  const expected = new Map<string, [string, string][]>();
  const positions = new Set<string>();
  const due = new Map<string, string>();
  for (const key of keys) {
    const [, tag = '', kind = '', id = ''] = new RegExp(`^${prefix}:{(b\\d+)}:(\\w+):?([^]*)$`).exec(key) ?? [];
    if (kind === 'moves') expect(await client.hgetall(key), key).toEqual({});
    if (kind === 'messages' || kind === 'ids') expect(keys, key).toContain(`${prefix}:{${tag}}:session:${id}`);
    if (kind !== 'session') continue;
    const { stamp = '', position = '', record = '' } = await client.hgetall(key);
    const [lastSeq, , state = '', , , , , trimmedThrough, dueSince, userUuid] =
      record.split('\n', 1)[0]?.split(' ') ?? [];
    expect(position, key).toMatch(/^[1-9]\d*$/);
    expect(positions.has(position), `${key} shares its position`).toBe(false);
    positions.add(position);
    if (dueSince !== '-') due.set(id, dueSince as string);
    const member = `${stamp.slice(0, 36)}${tag}:${id}`;
    const lists = [state, ...(userUuid === '-' ? [] : [`user:${userUuid}:${state}`])];
    for (const list of lists) expected.set(list, [...(expected.get(list) ?? []), [member, position]]);
    const messages = await client.hgetall(`${prefix}:{${tag}}:messages:${id}`);
    const ids = await client.hgetall(`${prefix}:{${tag}}:ids:${id}`);
    expect(Object.keys(messages).length, key).toBe(Number(lastSeq) - Number(trimmedThrough));
    const found = Object.entries(messages).map(([seq, text]) => [text.slice(0, 36), seq]);
    expect(Object.fromEntries(found), key).toEqual(ids);
  }
  const listKeys = keys.filter((key) => /:\{lists\}:(user:.*:)?(live|deleted)$/.test(key));
  const found = new Map<string, [string, string][]>();
  for (const key of listKeys) found.set(key.slice(`${prefix}:{lists}:`.length), await entriesOf(client, key));
  expect(toSorted(found)).toEqual(toSorted(expected));
  const dueKeys = keys.filter((key) => /:\{b\d+\}:due$/.test(key));
  const foundDue = await Promise.all(dueKeys.map((key) => entriesOf(client, key)));
  expect(new Map(foundDue.flat())).toEqual(due);
}

async function entriesOf(client: Redis | Cluster, key: string): Promise<[string, string][]> {
  const values = await client.zrange(key, 0, '-1', 'WITHSCORES');
  return values.flatMap((member, index) => (index % 2 === 0 ? [[member, values[index + 1]] as [string, string]] : []));
}

function toSorted(lists: Map<string, [string, string][]>) {
  return [...lists].sort().map(([list, entries]) => [list, entries.sort((a, b) => Number(a[1]) - Number(b[1]))]);
}

export async function allKeys(client: Redis | Cluster, pattern: string): Promise<string[]> {
  // A cluster's client knows no nodes before it is connected.
  await client.ping();
  const nodes = client instanceof Redis ? [client] : client.nodes('master');
  expect(nodes.length).toBeGreaterThan(0);
  const keys: string[] = [];
  for (const node of nodes) {
    let cursor = '0';
    do {
      const [next, found] = await node.scan(cursor, 'MATCH', pattern, 'COUNT', 1_000);
      keys.push(...found);
      cursor = next;
    } while (cursor !== '0');
  }
  return [...new Set(keys)];
}
