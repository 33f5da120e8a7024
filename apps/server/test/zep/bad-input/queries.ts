import { get, known, post, type Row, titleOf } from './row.js';

const { session, user } = known;
const search = { text: 'one' };

/** Every parameter that has to be a whole number. Those of the list of messages may be anything, as with Zep. */
const parameters = (value: string) => [
  get(`/sessions?limit=${value}`),
  get(`/sessions?cursor=${value}`),
  get(`/user?limit=${value}`),
  get(`/user?cursor=${value}`),
  get(`/user/${user}/sessions?limit=${value}`),
  get(`/user/nobody/sessions?cursor=${value}`),
  get(`/sessions/${session}/memory?lastn=${value}`),
  post(`/sessions/${session}/search?limit=${value}`, search),
];

const notIntegers = [
  ...['1.0', '1.5', '1e3', '0x10', '0b1', '1_000', '%201', '1%20', '+1', '1+1', 'ten', '--1', '%2B%2B1', '-', '%2B'],
  ...[
    'NaN',
    'Infinity',
    'null',
    'true',
    '[]',
    '1%00',
    '%00',
    '%0A',
    '%EF%BC%91',
    '%D9%A1',
    '1;drop',
    '1,2',
    '9'.repeat(1_001),
  ],
];
const outOfRange = ['9223372036854775808', '-9223372036854775809', '99999999999999999999', '9'.repeat(1_000)];

/** Whole queries, after something that takes a limit. */
const repeated = [
  'limit=ten&limit=1',
  'limit=%zz&limit=ten',
  'limit=%E0%A4&limit=ten',
  'cursor=1&limit=ten&cursor=1',
  '&&=&limit=ten',
  '%6Cimit=ten',
  '__proto__=1&constructor=2&limit=ten',
  '__proto__[limit]=1&limit=ten',
  '?limit=1&limit=ten',
  `${'a=1&'.repeat(3_000)}limit=ten`,
  `${'limit=%zz&'.repeat(1_200)}limit=ten`,
];

export const queries: readonly Row[] = [
  ...notIntegers.flatMap((value) =>
    parameters(value).map(
      (call): Row => ({ name: titleOf(call), call, says: /strconv\.ParseInt: .*: invalid syntax/ }),
    ),
  ),
  ...outOfRange.flatMap((value) =>
    parameters(value).map((call): Row => ({ name: titleOf(call), call, says: /ParseInt: .*: value out of range/ })),
  ),
  ...repeated.flatMap((query) =>
    [get(`/sessions?${query}`), get(`/user?${query}`), post(`/sessions/${session}/search?${query}`, search)].map(
      (call): Row => ({ name: titleOf(call), call, says: /parsing "ten": invalid syntax/ }),
    ),
  ),
  ...['-1', '-12', '-9223372036854775808', '-1&lastn=1'].map((value): Row => {
    const call = get(`/sessions/${session}/memory?lastn=${value}`);
    return { name: titleOf(call), call, says: 'cannot specify negative lastNMessages' };
  }),
];
