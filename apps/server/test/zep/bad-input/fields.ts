import type { Row } from './row.js';
import { nestedObjects } from './row.js';
import { goodCalls, type Kind, newMessage, titleOfGood } from './spoilt-bodies.js';

const notText = ['1', 'true', '[]', '["a"]', '{}', '{"length":1}'];
const notObject = ['"text"', '1', 'false', '[]', '[{}]'];
const tooLong = (length: number) => `"${'x'.repeat(length)}"`;
const outOfRange = ['1e999', '-1e999', `1${'0'.repeat(309)}`];

/** JSON that a field of each kind cannot be. */
const wrong: Readonly<Record<Kind, readonly string[]>> = {
  text: notText,
  name: [...notText, tooLong(1_025)],
  id: [...notText, tooLong(1_025), `"${'é'.repeat(513)}"`, '"."', '".."', '"\\u0000.\\u0000."', '"\\u002e"'],
  user: [
    ...notText,
    tooLong(1_025),
    '"nobody"',
    '""',
    '"."',
    '"\\u0000"',
    '"__proto__"',
    '"constructor"',
    '"U1"',
    '"u1 "',
  ],
  filter: [...notObject, '{"a":[1,{"b":1e999}]}', '{"__proto__":{"a":-1e999}}'],
  object: [
    ...notObject,
    nestedObjects(33),
    `{"a":"${'x'.repeat(65_536)}"}`,
    `{"a":"${'ü'.repeat(33_000)}"}`,
    `{"${'k'.repeat(65_536)}":1}`,
    '{"a":[1,{"b":1e999}]}',
    '{"__proto__":{"a":-1e999}}',
  ],
  uuid: [
    ...notText,
    '""',
    '"x"',
    '"01936b2e-7c1a-7d54-9c1f-2f6c1d0b8a0"',
    '"01936b2e-7c1a-7d54-9c1f-2f6c1d0b8a011"',
    '"01936b2e-7c1a-7d54-9c1f-2f6c1d0b8a0g"',
    '"01936b2e7c1a-7d54-9c1f-2f6c1d0b8a0-1"',
    '"{01936b2e-7c1a-7d54-9c1f-2f6c1d0b8a01"',
    '"{01936b2e-7c1a-7d54-9c1f-2f6c1d0b8a01)"',
    '"uuid:urn:01936b2e-7c1a-7d54-9c1f-2f6c1d0b8a01"',
    '" 1936b2e-7c1a-7d54-9c1f-2f6c1d0b8a01"',
    '"01936b2e-7c1a-7d54-9c1f-2f6c1d0b8a01\\n"',
  ],
  time: [...notText, '""', '"yesterday"', '"2026-11-20 21:19:58"', '"2026-02-30T00:00:00Z"', '"2026-11-20T21:19:58"'],
  count: ['"1"', 'true', '[]', '{}', '1.5', '2147483648', '-2147483649', '9007199254740993', ...outOfRange],
  number: ['"0.5"', 'true', '[]', '{}', ...outOfRange],
  list: ['{}', '"text"', '1', 'true', '[1]', '["text"]', '[true]', '[[]]', '[{},[{}]]', '{"0":{},"length":1}'],
};

/** Where the line says more of the mistake than the name of the field. */
const reasons: readonly (readonly [Kind, RegExp, RegExp])[] = [
  ['id', /^"(?:\.\.?|\\u0000\.\\u0000\.|\\u002e)"$/, /must not be "\."/],
  ['user', /^"[^x]*"$/, /user does not exist with user_id: /],
  ['object', /^\{("a":\{){2}/, /nested deeper than/],
  ['object', /^\{"a":"|^\{"k/, /metadata is larger than 65536 bytes/],
];

function reasonFor(field: string, kind: Kind, text: string): RegExp {
  const reason = reasons.find(([each, form]) => each === kind && form.test(text));
  return reason?.[2] ?? new RegExp(`\\b${field}\\b`, 'i');
}

const short = (text: string) => (text.length > 60 ? `${text.slice(0, 30)}… of ${text.length} characters` : text);

/** Each field of each body, with each thing that it cannot be. */
export const fields: readonly Row[] = [...goodCalls, newMessage].flatMap((good) =>
  Object.entries(good.kinds).flatMap(([field, kind]) =>
    wrong[kind].map(
      (text): Row => ({
        name: `${titleOfGood(good)} with ${field}: ${short(text)}`,
        call: good.spoil(field, text),
        says: reasonFor(field, kind, text),
      }),
    ),
  ),
);
