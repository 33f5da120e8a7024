import type { Call } from '../../harness/send.js';
import { known, type Row, remove, titleOf } from './row.js';
import { goodCalls, newMessage } from './spoilt-bodies.js';

// Calls that are good without the header.

const encodings = [
  'br',
  'deflate',
  'zstd',
  'rubbish',
  '*',
  'gzip;q=0',
  'gzip, br',
  'gzip, gzip',
  'br, identity',
  '__proto__',
];

const withBody: readonly Call[] = [...goodCalls, newMessage].map(({ call }) => call);
const writes: readonly Call[] = [
  ...withBody,
  remove(`/sessions/${known.session}/memory`),
  remove(`/user/${known.user}`),
];

/** What browsers say of a request that a page of another site makes. */
const crossSite = [
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'cross-site', origin: 'https://other.example', 'content-type': 'text/plain' },
  { 'sec-fetch-site': 'cross-site', origin: 'null', 'sec-fetch-mode': 'no-cors' },
];

const describeHeaders = (headers: object) => JSON.stringify(headers).replaceAll('"', '');

export const headers: readonly Row[] = [
  ...encodings.flatMap((encoding) =>
    withBody.map(
      (call, index): Row => ({
        name: `${titleOf(call)} (${index}) with Content-Encoding: ${encoding}`,
        call: { ...call, headers: { 'content-encoding': encoding } },
        says: /plain or compressed with gzip/,
        headers: { 'accept-encoding': 'gzip' },
      }),
    ),
  ),
  ...crossSite.flatMap((fields) =>
    writes.map(
      (call, index): Row => ({
        name: `${titleOf(call)} (${index}) with ${describeHeaders(fields)}`,
        call: { ...call, headers: fields },
        status: 403,
        says: /origin/,
      }),
    ),
  ),
];
