import { expect, test } from 'vitest';
import { newPath, openStore } from './harness/open.js';
import { newUser } from './harness/records.js';

test('names come back as they were, empty ones and ones with a NUL character too', async () => {
  const store = openStore(await newPath());
  for (const text of ['', '\0', 'a\0b', '"', '\\', 'é\u2028👩‍👩‍👧', '\ufeffx', '__proto__']) {
    const next = newUser({ email: text, firstName: text, lastName: text });
    const result = await store.users.commit({ previous: undefined, next });
    expect(result.status).toBe('committed');
    expect(await store.users.find(next.id)).toMatchObject({ email: text, firstName: text, lastName: text });
  }
});
