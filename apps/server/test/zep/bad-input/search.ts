import { known, nested, post, type Row } from './row.js';

const find = (body: unknown) => post(`/sessions/${known.session}/search`, body);
const where = (condition: unknown) => find({ metadata: { where: condition } });
const path = (jsonpath: unknown) => where({ jsonpath });
const isInvalidPath = /JSONPath/;

/** `{and: [{or: [{and: …` */
const groups = (levels: number): object =>
  levels === 0 ? { jsonpath: '$.a' } : { [levels % 2 === 0 ? 'and' : 'or']: [groups(levels - 1)] };

const paths: readonly (readonly [name: string, jsonpath: string])[] = [
  ['that is half', '$['],
  ['without a root', '.a'],
  ['of SQL', "$.a'; DROP TABLE sessions; --"],
  ['with a string that never ends', '$.a ? (@ == "x)'],
  ['with a line break in a string that never ends', '$.a ? (@ == "x\n'],
  ['with a filter that never ends', '$.a ? (@.b == 1'],
  ['of 4,097 characters', `$.${'a'.repeat(4_095)}`],
  ['with a regular expression', '$.a ? (@ like_regex "(a+)+$")'],
  ['with arithmetic', '$.a + 1'],
  ['with a variable', '$x.a'],
  ['with an unknown method', '$.a.constructor()'],
  ['with 33 parentheses', `${'('.repeat(33)}$.a${')'.repeat(33)}`],
  ['with 2,000 parentheses', `${'('.repeat(2_000)}$.a${')'.repeat(2_000)}`],
  ['with 600 filters inside one another', `$${'?(@'.repeat(600)}${')'.repeat(600)}`],
  ['with 2,000 negations', `${'!'.repeat(2_000)}($.a == 1)`],
  ['with a lone @', '@.a'],
  ['with something behind it', '$.a $.b'],
];

export const search: readonly Row[] = [
  ...[{}, 'null', { text: '' }, { text: null, metadata: null }, { text: ' \n ', metadata: {} }, { text: '\u0000' }].map(
    (body): Row => ({ name: `a search for nothing: ${JSON.stringify(body)}`, call: find(body), says: 'empty query' }),
  ),
  ...['facts', 'MESSAGES', 'messages ', '__proto__', 'constructor', 'a\nb', 'x'.repeat(100_000)].map(
    (scope): Row => ({
      name: `a search of ${JSON.stringify(scope.slice(0, 20))}`,
      call: find({ text: 'one', search_scope: scope }),
      says: /search.scope/,
    }),
  ),
  ...paths.map(([name, text]): Row => ({ name: `a path ${name}`, call: path(text), says: isInvalidPath })),
  ...[1, true, [], ['$.a'], {}].map(
    (value): Row => ({ name: `${JSON.stringify(value)} as a path`, call: path(value), says: /jsonpath/ }),
  ),
  ...[1, 'text', true, [], [{ jsonpath: '$.a' }], { path: '$.a' }, { constructor: [] }].map(
    (value): Row => ({ name: `${JSON.stringify(value)} as where`, call: where(value), says: /metadata\.where/ }),
  ),
  ...[1, 'text', {}, [1], ['$.a'], [null], [[]], [{ AND: [] }], [{ jsonpath: 5 }]].flatMap((value) =>
    ['and', 'or'].map(
      (group): Row => ({
        name: `${JSON.stringify(value)} as ${group}`,
        call: where({ [group]: value }),
        says: /metadata\.where/,
      }),
    ),
  ),
  { name: 'where of a __proto__', call: find('{"metadata":{"where":{"__proto__":[]}}}'), says: /metadata\.where/ },
  { name: 'where of 17 levels', call: where(groups(16)), says: /nested deeper than 16/ },
  { name: 'where of 5,000 levels', call: find(`{"metadata":{"where":${nested(5_000)}}}`), says: /nested deeper than/ },
  {
    name: 'where of 257 conditions',
    call: where({ or: Array.from({ length: 256 }, () => ({ jsonpath: '$.a' })) }),
    says: /more than 256 conditions/,
  },
  {
    name: 'where of a million nulls',
    call: find(`{"metadata":{"where":{"and":[${'null,'.repeat(999_999)}null]}}}`),
    says: /metadata\.where/,
  },
  ...['start_date', 'end_date'].flatMap((name) =>
    [
      1,
      true,
      [],
      {},
      '',
      'yesterday',
      '2026-13-45',
      '2026-02-30',
      '24:00',
      '2026-11-20T24:00:00Z',
      `2026${'0'.repeat(90_000)}`,
    ].map(
      (value): Row => ({
        name: `${JSON.stringify(value).slice(0, 40)} as ${name}`,
        call: find({ text: 'one', metadata: { [name]: value } }),
        says: new RegExp(`metadata\\.${name}`),
      }),
    ),
  ),
];
