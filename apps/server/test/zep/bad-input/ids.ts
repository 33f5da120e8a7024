import type { Call } from '../../harness/send.js';
import { get, known, message, patch, post, type Row, remove, titleOf } from './row.js';

const { session, trashed, uuid } = known;

/** Every route with a session in its path. */
export const onSession = (id: string): readonly Call[] => [
  get(`/sessions/${id}`),
  patch(`/sessions/${id}`, { metadata: { x: 1 } }),
  get(`/sessions/${id}/memory`),
  post(`/sessions/${id}/memory`, { messages: [message] }),
  remove(`/sessions/${id}/memory`),
  get(`/sessions/${id}/messages`),
  get(`/sessions/${id}/messages/${uuid}`),
  patch(`/sessions/${id}/messages/${uuid}`, { metadata: { x: 1 } }),
  post(`/sessions/${id}/search`, { text: 'one' }),
];

/** Every route with a user in its path. */
export const onUser = (id: string): readonly Call[] => [
  get(`/user/${id}`),
  patch(`/user/${id}`, { email: 'x' }),
  remove(`/user/${id}`),
  get(`/user/${id}/sessions`),
];

const notIds: readonly (readonly [name: string, segment: string, says: RegExp])[] = [
  ['of an encoded dot', '%2e', /must not be "\."/],
  ['of two encoded dots', '%2E%2E', /must not be "\."/],
  ['of a dot and an encoded one', '.%2e', /must not be "\."/],
  ['of a dot and NUL', '%00.%00', /must not be "\."/],
  ['of NUL', '%00', /must not be empty/],
  ['of 1,025 bytes', 'x'.repeat(1_025), /longer than 1024 bytes/],
  ['of 1,025 bytes, encoded', '%41'.repeat(1_025), /longer than 1024 bytes/],
  ['of 1,026 bytes in 513 characters', encodeURIComponent('é'.repeat(513)), /longer than 1024 bytes/],
  ['of 14 kB', 'x'.repeat(14_000), /longer than 1024 bytes/],
  ['of 14 kB of encoded slashes', '%2F'.repeat(4_600), /longer than 1024 bytes/],
  ['with bad percent-encoding', '%zz', /percent-encoded/],
  ['with a percent sign at its end', '100%', /percent-encoded/],
  ['with half an escape', 'a%4', /percent-encoded/],
  ['of 14 kB of percent signs', '%'.repeat(14_000), /percent-encoded/],
  ['with half a UTF-8 sequence', '%E0%A4', /percent-encoded/],
  ['with an overlong dot in UTF-8', '%C0%AE', /percent-encoded/],
  ['with a surrogate in UTF-8', '%ED%A0%80', /percent-encoded/],
];

const notUuids = [
  'x',
  '1',
  '__proto__',
  'constructor',
  '%00',
  '%2E%2E',
  '%7B%7D',
  `${uuid}0`,
  uuid.slice(0, -1),
  uuid.replace('-', '%2F'),
  uuid.replaceAll('-', '_'),
  `%7B${uuid}`,
  `${uuid}%0A`,
  `%20${uuid}`,
  `urn:uuid:${uuid}x`,
  '0'.repeat(14_000),
  '%0A'.repeat(4_000),
  '%EF%BC%90'.repeat(36),
];

const unknownUuids = [
  ['nobody has', known.unknownUuid],
  ['another session has', known.ownedUuid],
  ['was deleted', known.deletedUuid],
  ['is in the trash', known.trashedUuid],
  ['is nil', '00000000-0000-0000-0000-000000000000'],
] as const;

const unknownIds = [
  'nobody',
  '__proto__',
  'constructor',
  'toString',
  'S1',
  'U1',
  's1%20',
  's1%2F',
  'u1%2Fsessions',
  '%73%31%31',
  '*',
];

/** Routes that are 404 for a session that is not there; the others find nothing, or make it. */
const needsSession = ({ method, path }: Call) =>
  /\/messages\/[^/]+$/.test(path) || (method !== 'POST' && !(method === 'GET' && /\/(?:memory|messages)$/.test(path)));
const isList = ({ path }: Call) => path.endsWith('/sessions');

export const ids: readonly Row[] = [
  ...notIds.flatMap(([name, segment, says]) =>
    [...onSession(segment), ...onUser(segment)].map(
      (call): Row => ({ name: `${titleOf(call)} with an id ${name}`, call, says }),
    ),
  ),
  ...notUuids.flatMap((segment) =>
    [get(`/sessions/${session}/messages/${segment}`), patch(`/sessions/${session}/messages/${segment}`, {})].map(
      (call): Row => ({ name: titleOf(call), call, says: /unable to parse document UUID: |percent-encoded/ }),
    ),
  ),
  ...unknownUuids.flatMap(([name, id]) =>
    [
      get(`/sessions/${session}/messages/${id}`),
      patch(`/sessions/${session}/messages/${id}`, { metadata: { x: 1 } }),
    ].map(
      (call): Row => ({ name: `${call.method} of a message that ${name}`, call, status: 404, says: /^not found\n$/ }),
    ),
  ),
  ...unknownIds.flatMap((id) =>
    [...onSession(id).filter(needsSession), ...onUser(id).filter((call) => !isList(call))].map(
      (call): Row => ({ name: `${titleOf(call)} of nobody`, call, status: 404, says: /^not found\n$/ }),
    ),
  ),
  ...onSession(trashed)
    .filter((call) => needsSession(call) && !(call.method === 'PATCH' && call.path.endsWith(trashed)))
    .map((call): Row => ({ name: `${titleOf(call)} in the trash`, call, status: 404, says: /^not found\n$/ })),
];
