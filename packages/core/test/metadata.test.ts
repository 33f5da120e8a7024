import { describe, expect, it } from 'vitest';
import { type JsonObject, type MergeMode, mergeMetadata } from '../src/index.js';

const limits = { maxBytes: 1_000, maxDepth: 4 };

function merge(mode: MergeMode, stored: string | null, patch: string): string {
  return mergeMetadata(stored, { mode, patch: JSON.parse(patch) as JsonObject }, limits);
}

// RFC 7396, appendix A, the rows whose document and patch are objects.
const mergePatchRows: [stored: string, patch: string, result: string][] = [
  ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
  ['{"a":"b"}', '{"a":null}', '{}'],
  ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
  ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
  ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
  ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
  ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
  ['{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
];

// zep-0.27-api, section 2.3; "old" is stored under `k`.
const zepRows: [row: string, stored: string | null, patch: string, result: string][] = [
  ['key absent, null', '{"a":1}', '{"k":null}', '{"a":1,"k":null}'],
  ['key absent, {}', '{"a":1}', '{"k":{}}', '{"a":1,"k":{}}'],
  ['key absent, []', '{"a":1}', '{"k":[]}', '{"a":1,"k":[]}'],
  ['object, object with keys', '{"k":{"a":1,"b":{"c":2}}}', '{"k":{"b":{"d":3}}}', '{"k":{"a":1,"b":{"c":2,"d":3}}}'],
  ['object, {}', '{"k":{"a":1}}', '{"k":{}}', '{"k":{"a":1}}'],
  ['object, scalar', '{"k":{"a":1}}', '{"k":0}', '{"k":0}'],
  ['object, []', '{"k":{"a":1}}', '{"k":[]}', '{"k":[]}'],
  ['object, null', '{"k":{"a":1}}', '{"k":null}', '{"k":null}'],
  ['array, null', '{"k":[1]}', '{"k":null}', '{"k":null}'],
  ['scalar, null', '{"k":1}', '{"k":null}', '{"k":null}'],
  ['scalar, false', '{"k":1}', '{"k":false}', '{"k":false}'],
  ['scalar, 0', '{"k":1}', '{"k":0}', '{"k":0}'],
  ['scalar, ""', '{"k":1}', '{"k":""}', '{"k":""}'],
  ['scalar, {}', '{"k":1}', '{"k":{}}', '{"k":{}}'],
  ['null, object', '{"k":null}', '{"k":{"a":1}}', '{"k":{"a":1}}'],
  ['array, array', '{"k":[1,2]}', '{"k":[3]}', '{"k":[3]}'],
  ['array, []', '{"k":[1,2]}', '{"k":[]}', '{"k":[]}'],
  ['array, object', '{"k":[1,2]}', '{"k":{}}', '{"k":{}}'],
  ['key not sent', '{"k":1,"a":2}', '{"a":3}', '{"k":1,"a":3}'],
  ['whole stored metadata null', null, '{"a":1}', '{"a":1}'],
  ['top-level system is dropped', '{"a":1}', '{"system":{"x":1},"b":2}', '{"a":1,"b":2}'],
  ['only system, stored null', null, '{"system":1}', '{}'],
  ['nested system is ordinary', '{"k":{}}', '{"k":{"system":1}}', '{"k":{"system":1}}'],
];

describe('metadata', () => {
  it.each(mergePatchRows)('merge patch (RFC 7396) › %s with %s is %s', (stored, patch, result) => {
    expect(merge('merge_patch', stored, patch)).toBe(result);
  });

  it.each(zepRows)('Zep merge › %s', (_row, stored, patch, result) => {
    expect(merge('zep', stored, patch)).toBe(result);
  });

  it('Zep merge › keeps a top-level system key when it is privileged', () => {
    expect(merge('zep_privileged', '{"system":{"a":1}}', '{"system":{"b":2}}')).toBe('{"system":{"a":1,"b":2}}');
  });

  it.each(['merge_patch', 'zep'] as const)('%s › stores __proto__ and constructor as ordinary keys', (mode) => {
    const patch = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
    const once = merge(mode, null, patch);
    expect(once).toBe(patch);
    expect(merge(mode, once, '{"__proto__":{"more":2}}')).toBe(
      '{"__proto__":{"polluted":1,"more":2},"constructor":{"prototype":{"polluted":1}}}',
    );
    expect('polluted' in {}).toBe(false);
    expect('more' in {}).toBe(false);
  });

  it('merge patch › removes a __proto__ key and nothing else', () => {
    expect(merge('merge_patch', '{"__proto__":{"a":1},"b":1}', '{"__proto__":null}')).toBe('{"b":1}');
  });

  it('is refused when it is too large after merging, though both parts are small enough', () => {
    const half = JSON.stringify({ a: 'x'.repeat(600) });
    expect(() => merge('merge_patch', half, JSON.stringify({ b: 'x'.repeat(600) }))).toThrow(
      expect.objectContaining({ code: 'metadata_too_large', pointer: '/metadata' }),
    );
  });

  it('counts its size in bytes of UTF-8', () => {
    expect(() => merge('merge_patch', null, JSON.stringify({ a: '€'.repeat(330) }))).not.toThrow();
    expect(() => merge('merge_patch', null, JSON.stringify({ a: '€'.repeat(340) }))).toThrow(
      expect.objectContaining({ code: 'metadata_too_large' }),
    );
  });

  it('is refused where it is too deep, with a pointer to the place', () => {
    expect(merge('merge_patch', null, '{"a":{"b":{"c":{}}}}')).toBe('{"a":{"b":{"c":{}}}}');
    expect(() => merge('merge_patch', null, '{"a":{"b":{"c/d":{"e":[]}}}}')).toThrow(
      expect.objectContaining({ code: 'metadata_too_deep', pointer: '/metadata/a/b/c~1d/e' }),
    );
  });
});
