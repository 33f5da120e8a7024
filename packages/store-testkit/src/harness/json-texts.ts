const deepest = 32;

/**
 * JSON documents that come back changed from a store that parses them, or that keeps them in another encoding. Each is an
 * object, so that it can be a message as well as metadata.
 */
export const jsonTexts: Readonly<Record<string, string>> = {
  'empty arrays and objects': '{"array":[],"object":{},"nested":[[],[{}],{"a":[]}]}',
  'integers of sixteen digits': '{"at":1700000000000123,"max":9007199254740991,"min":-9007199254740991}',
  'integers beyond 2^53': '{"big":12345678901234567890,"bigger":9007199254740993}',
  'floats of seventeen digits': '{"third":0.12345678901234567,"small":5e-324,"large":1.7976931348623157e308}',
  'numbers as they were spelt': '{"a":1.0,"b":1e3,"c":1E+3,"d":-0,"e":-0.0,"f":0.10}',
  'null in arrays and objects': '{"array":[null,1,null],"object":{"a":null},"null":null}',
  'U+0000': '{"nul":"a\\u0000b","key\\u0000":1}',
  'U+2028 and U+2029': '{"raw":"a\u2028b\u2029c","escaped":"\\u2028"}',
  'other special characters':
    '{"bom":"\ufeff","del":"\u007f","c1":"\u0085","last":"\uffff\u{10ffff}","rtl":"\u202eabc"}',
  'escapes as they were spelt': '{"a":"\\u0041\\/\\"\\\\\\b\\f\\n\\r\\t","\\u0061":2}',
  'escaped lone surrogates': '{"high":"\\ud800","low":"\\udc00","turned":"\\udc00\\ud800"}',
  'emoji and combining characters': '{"emoji":"👩‍👩‍👧‍👦🏳️‍🌈","nfc":"é","nfd":"e\u0301","zalgo":"Z\u0351\u036b\u0343"}',
  'keys that look like numbers, in their order': '{"b":1,"10":2,"1":3,"a":4,"-1":5,"1.5":6}',
  'keys of prototypes': '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"toString":1}',
  'a key that comes twice': '{"a":1,"a":2}',
  'empty and blank keys': '{"":1," ":2,"\\t":3}',
  whitespace: ' {\n\t"a" :  1 ,\r\n "b": [ 1, 2 ]\n} ',
  'quotes and what other languages escape': `{"lua":"]]--","sql":"'; --","redis":"\\r\\n$5\\r\\n","percent":"%s%d%%","dollar":"$&$1"}`,
  'nesting of depth 32': `{"d":${'['.repeat(deepest)}${']'.repeat(deepest)},"o":${'{"o":'.repeat(deepest)}1${'}'.repeat(deepest)}}`,
  'an empty object': '{}',
  'a text of a million characters': `{"text":"${'0123456789abcdé✓'.repeat(62_500)}"}`,
};
