import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { createOpenApiDocument } from '../scripts/create-document.js';
import { problemCodes } from '../src/index.js';

const committed = readFileSync(new URL('../openapi.json', import.meta.url), 'utf8');

describe('openapi.json', () => {
  it('is what the contract generates (if not: npm run generate)', () => {
    expect(committed).toBe(`${JSON.stringify(createOpenApiDocument(), undefined, 2)}\n`);
  });

  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(JSON.parse(committed));
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    expect(validator.version).toBe('3.1');
  });
});

describe('the document', () => {
  const document = JSON.parse(committed);
  const operations = Object.entries<Record<string, Operation>>(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, path, operation })),
  );

  it('has an operation for every route', () => {
    expect(operations).toHaveLength(21);
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(21);
  });

  it.for(operations)('$name › describes its parameters, answers and problems', ({ path, operation }) => {
    expect(operation.summary).toMatch(/\w/);
    const inPath = operation.parameters?.filter(({ in: place }) => place === 'path').map(({ name }) => name) ?? [];
    expect(inPath).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    for (const [status, response] of Object.entries(operation.responses)) {
      expect(response.description).toMatch(/\w/);
      expect(response.headers).toHaveProperty('X-Request-Id');
      expect('Retry-After' in (response.headers ?? {})).toBe(status === '503');
      expect('WWW-Authenticate' in (response.headers ?? {})).toBe(status === '401');
      const types = Object.keys(response.content ?? {});
      const expected = Number(status) >= 400 ? ['application/problem+json'] : [];
      expect(types.filter((type) => type !== 'application/json')).toEqual(expected);
    }
  });

  it('takes a token, when the server wants one, everywhere but where operators and tools ask', () => {
    expect(document.security).toEqual([{ bearer: [] }, {}]);
    const open = operations.filter(({ operation }) => operation.security?.length === 0).map(({ path }) => path);
    expect(open).toEqual(['/health/live', '/health/ready', '/openapi.json']);
    const without401 = operations.filter(({ operation }) => !('401' in operation.responses)).map(({ path }) => path);
    expect(without401).toEqual(open);
  });

  it('names every code at some operation, except those that belong to none', () => {
    const named = new Set([...committed.matchAll(/`([a-z_]+)`: /g)].map(([, code]) => code));
    const missing = problemCodes.filter((code) => !named.has(code));
    const noHttp = ['malformed_http', 'request_timeout', 'expectation_failed', 'headers_too_large'];
    expect(missing.sort()).toEqual(['route_not_found', 'method_not_allowed', ...noHttp].sort());
  });
});

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly security?: readonly object[];
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly headers?: object; readonly content?: object }>
  >;
}
