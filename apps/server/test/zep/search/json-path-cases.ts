import type { JsonObject } from '@scrollback/core';

export interface PathCase {
  readonly path: string;
  readonly metadata: JsonObject;
  readonly exists: boolean;
}

const entities: JsonObject = {
  system: {
    entities: [
      { Name: 'April 2023', Label: 'DATE', Matches: [{ Start: 3, End: 13, Text: 'April 2023' }] },
      { Name: 'Iceland', Label: 'GPE', Matches: [] },
    ],
  },
};
const mixed: JsonObject = {
  a: 1,
  foo: 'bar',
  yes: true,
  nothing: null,
  list: [1, 2, [3, 4], { a: 5 }, 'x'],
  object: { a: { a: [{ b: 1 }, { b: '2' }] } },
  empty: [],
  'my key': 1,
};

/** What Postgres 18 answers to `jsonb_path_exists(metadata, path)`; a structural error of the strict mode is false here. */
export const pathCases: readonly PathCase[] = [
  // Filters that clients of Zep show.
  exists('$.system.entities[*] ? (@.Label == "DATE")', entities),
  absent('$.system.entities[*] ? (@.Label == "ORG")', entities),
  exists('$.system.entities[*] ? (@.Name == "Iceland" && @.Label == "GPE")', entities),
  absent('$.system.entities[*] ? (@.Name == "Iceland" && @.Label == "DATE")', entities),
  exists('$.system.entities[*].Matches[*] ? (@.Start >= 0 && @.End < 14)', entities),
  exists('$[*] ? (@.foo == "bar")', mixed),
  absent('$[*] ? (@.foo == "baz")', mixed),
  exists('$ ? (@.foo == "bar" || @.a == 7)', mixed),

  // Members.
  exists('$', {}),
  exists('$.foo', mixed),
  absent('$.Foo', mixed),
  exists('$.nothing', mixed),
  exists('$."my key"', mixed),
  exists('$."\\x6dy\\u0020k\\u{65}y"', mixed),
  exists('$.*', mixed),
  absent('$.*', {}),
  exists('$.object.*.a', mixed),
  absent('$.foo.*', mixed),
  exists('$.true', { true: 1 }),
  exists('$.größe', { größe: 1 }),
  exists('$.size', { size: 1 }),

  // Lax mode: an array stands for its elements, one level deep, and a value for an array of one.
  exists('$.list.a', mixed),
  exists('$.object.a.a.b', mixed),
  absent('$.list.a', { list: [[{ a: 1 }]] }),
  exists('$.list[*].a', { list: [[{ a: 1 }]] }),
  exists('$[0].foo', mixed),
  exists('$.foo[last]', mixed),
  exists('$.foo[*][*][0] ? (@ == "bar")', mixed),
  absent('$.foo[1]', mixed),

  // Subscripts.
  exists('$.list[2][1] ? (@ == 4)', mixed),
  exists('$.list[last] ? (@ == "x")', mixed),
  exists('$.list[0, 4] ? (@ == "x")', mixed),
  exists('$.list[3 to 9] ? (@ == "x")', mixed),
  absent('$.list[1 to 3] ? (@ == "x")', mixed),
  absent('$.list[3 to 1]', mixed),
  absent('$.list[-1]', mixed),
  exists('$.list[1.9] ? (@ == 2)', mixed),
  absent('$.empty[*]', mixed),
  absent('$.empty[last]', mixed),

  // All levels.
  exists('$.**.b ? (@ == "2")', mixed),
  exists('$.** ? (@ == 4)', mixed),
  exists('$.**{2} ? (@.a[0].b == 1)', { x: { y: { a: [{ b: 1 }] } } }),
  absent('$.**{0 to 1}.b', mixed),
  exists('$.**{3 to last}.b', mixed),
  exists('$.**{last} ? (@ == "2")', mixed),
  absent('$.**{last}.b', mixed),
  absent('$.foo.**{last}', mixed),
  absent('$.**{last to 2}', mixed),

  // Comparisons.
  exists('$ ? ("bar" == @.foo)', mixed),
  exists('$ ? (@.foo != "baz")', mixed),
  exists('$ ? (@.foo <> "baz")', mixed),
  exists('$ ? (@.foo > "ba" && @.foo < "bb" && @.foo <= "bar" && @.foo >= "bar")', mixed),
  absent('$ ? (@.foo < "bar" || @.foo > "bar")', mixed),
  exists('$ ? (@.a == 1.0 && @.a == 10e-1 && @.a > -.5 && @.a == +1)', mixed),
  exists('$ ? (@.yes == true && @.yes > false)', mixed),
  exists('$ ? (@.nothing == null && @.nothing >= null)', mixed),
  exists('$ ? (@.a != null)', mixed),
  absent('$ ? (@.a == null || @.a < null || @.nothing < 1)', mixed),
  absent('$ ? (@.missing == null)', mixed),
  absent('$ ? (@.a == "1" || @.a != "1")', mixed),
  absent('$ ? (@.object == 1 || @.object != 1)', mixed),
  exists('$ ? (@.list == @.a)', mixed),
  exists('$ ? (@.list[*] == 3)', mixed),
  absent('$ ? (@.list == 3)', mixed),
  exists('$.list ? (@ > 1)', mixed),
  exists('$ ? (@.emoji > @.replacement)', { emoji: '\u{1f600}', replacement: '\ufffd' }),
  exists('$ ? (@.emoji == "\\ud83d\\ude00")', { emoji: '\u{1f600}' }),
  exists('$ ? (@.text == "a\\"b\\n\\\\c")', { text: 'a"b\n\\c' }),

  // Predicates.
  exists('$ ? (@.a == 1 || @.x == 3 && @.y == 3)', mixed),
  absent('$ ? ((@.a == 1 || @.x == 3) && @.y == 3)', mixed),
  exists('$ ? (!(@.a == 2))', mixed),
  exists('$ ? (!(@.missing == 2))', mixed),
  absent('$ ? (!(@.foo > 2))', mixed),
  exists('$ ? (exists(@.object.a))', mixed),
  absent('$ ? (exists(@.object.b))', mixed),
  exists('$ ? (!exists(@.missing) && @.a == 1)', mixed),
  exists('$.object ? (exists(@.a ? (exists(@.a ? (@.b == 1)))))', mixed),
  absent('$.object ? (exists(@.a ? (exists(@.a ? (@.b == 3)))))', mixed),
  exists('$ ? (@.foo starts with "ba")', mixed),
  absent('$ ? (@.foo starts with "ar")', mixed),
  exists('$.list[*] ? (@ starts with "")', mixed),
  exists('$ starts with "a"', {}),
  exists('$ ? ((@.a starts with "1") is unknown)', mixed),
  exists('$ ? ((@.foo > 2) is unknown)', mixed),
  absent('$ ? ((@.foo > "2") is unknown)', mixed),
  absent('$ ? (@.foo > 2 && @.a == 1)', mixed),
  exists('$ ? (@.foo > 2 || @.a == 1)', mixed),
  exists('$ ? ((@.foo > 2 && @.a == 1) is unknown)', mixed),
  absent('$ ? ((@.foo > 2 && @.a == 2) is unknown)', mixed),
  exists('$ ? ($.a == 1).foo ? (@ == "bar")', mixed),
  exists('$.object ? ($.a == 1)', mixed),
  exists('$ ? (EXISTS (@.foo))', mixed),
  exists('$ ? ((@.a) == (@.list)[0])', mixed),
  exists('($.object.a).a[0].b', mixed),

  // Methods.
  exists('$.list.size() ? (@ == 5)', mixed),
  exists('$.foo.size() ? (@ == 1)', mixed),
  exists('$ ? (@.empty.size() == 0)', mixed),
  exists('$.list.type() ? (@ == "array")', mixed),
  exists('$.list[*].type() ? (@ == "object")', mixed),
  exists('$.nothing.type() ? (@ == "null")', mixed),

  // A comparison outside of a filter is a value, so it is found whatever it says.
  exists('$.foo == "baz"', mixed),
  exists('exists($.missing)', mixed),
  exists('1', {}),

  // Strict mode.
  exists('strict $.foo', mixed),
  exists('STRICT $.list[*] ? (@ == "x")', mixed),
  exists('lax $.list.a', mixed),
  absent('strict $.missing', mixed),
  absent('strict $.list.a', mixed),
  absent('strict $[0]', mixed),
  absent('strict $[*]', mixed),
  absent('strict $.foo.*', mixed),
  absent('strict $.list[0 to 5]', mixed),
  absent('strict $.list ? (@ == 1)', mixed),
  exists('strict $.list[*] ? (@.a == 5)', mixed),
  exists('strict $ ? ((@.missing == 1) is unknown)', mixed),
  exists('strict $ ? ((exists(@.missing)) is unknown)', mixed),
  exists('strict $ ? (!exists(@.empty[*]))', mixed),
  absent('strict $ ? (@.list[*] == 1)', mixed),
  exists('strict $ ? (@.list[0 to 1] == 1)', mixed),
  exists('strict $.**.b', mixed),
  exists('strict $.** ? (@.b == 1)', mixed),
  absent('strict $.foo.size()', mixed),
];

function exists(path: string, metadata: JsonObject): PathCase {
  return { path, metadata, exists: true };
}

function absent(path: string, metadata: JsonObject): PathCase {
  return { path, metadata, exists: false };
}
