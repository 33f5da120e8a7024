import { fileURLToPath } from 'node:url';
import contract from '@scrollback/contract/openapi.json' with { type: 'json' };
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, object>>;
}

/** As much of the contract's document as is looked at here. */
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

const heading = '// Generated from packages/contract/openapi.json by `pnpm generate`; do not edit.\n\n';

/** The files of `src/generated`, by path. */
export async function generateSources(): Promise<ReadonlyMap<string, string>> {
  const surface = clientSurface(contract as unknown as Document);
  const types = await openapiTS(surface as unknown as OpenAPI3, { defaultNonNullable: false });
  return new Map([
    [generatedFile('api.ts'), heading + astToString(types)],
    [generatedFile('routes.ts'), heading + routesSource(surface)],
  ]);
}

function generatedFile(name: string): string {
  return fileURLToPath(new URL(`../src/generated/${name}`, import.meta.url));
}

/** Without what only operators and tools ask, and without refusals and headers, which the client's own classes tell. */
function clientSurface({ paths, components, ...rest }: Document): Document {
  const native = Object.entries(paths)
    .filter(([path]) => path.startsWith('/v1/'))
    .map(([path, operations]) => [path, mapValues(operations, withoutRefusals)] as const);
  const used = new Set(['Problem']);
  collectReferences(native, components.schemas, used);
  const schemas = Object.entries(components.schemas).filter(([name]) => used.has(name));
  return { ...rest, paths: Object.fromEntries(native), components: { schemas: Object.fromEntries(schemas) } };
}

function withoutRefusals(operation: Operation): Operation {
  const successes = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
  return {
    ...operation,
    responses: mapValues(Object.fromEntries(successes), (response) => ({ ...response, headers: {} })),
  };
}

function collectReferences(value: object, schemas: Document['components']['schemas'], used: Set<string>): void {
  for (const [, name] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
    if (name === undefined || used.has(name)) continue;
    used.add(name);
    collectReferences(schemas[name] ?? {}, schemas, used);
  }
}

/** `routes.<resource>.<operation>`, each with its method, path template and status of success. */
function routesSource({ paths }: Document): string {
  const resources = new Map<string, string>();
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, { operationId, responses }] of Object.entries(operations)) {
      const [resource, name] = operationId.split('.') as [string, string];
      const line = `    ${name}: { method: '${method.toUpperCase()}', path: '${path}', status: ${Object.keys(responses)[0]} },\n`;
      resources.set(resource, (resources.get(resource) ?? '') + line);
    }
  }
  const body = [...resources].map(([resource, lines]) => `  ${resource}: {\n${lines}  },\n`).join('');
  return `/** How each operation meets HTTP. */\nexport const routes = {\n${body}} as const;\n`;
}

function mapValues<Value, Result>(
  record: Readonly<Record<string, Value>>,
  map: (value: Value) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
