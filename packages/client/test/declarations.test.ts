import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
// Inside the package, so that `types` finds @types/node.
const folder = mkdtempSync(join(packageFolder, 'node_modules/.declarations-'));
const program = join(packageFolder, 'consumer/main.ts');
const smallest = join(folder, 'smallest.ts');
const libraries = new Map<string, ts.SourceFile | undefined>();

describe('the published declarations', () => {
  beforeAll(() => {
    const { options, fileNames } = readConfig('tsconfig.build.json');
    const emit = {
      ...options,
      declaration: true,
      emitDeclarationOnly: true,
      noEmit: false,
      outDir: join(folder, 'dist'),
    };
    ts.createProgram(fileNames, emit).emit();
    writeFileSync(
      smallest,
      `import * as all from '@scrollback/client';\nexport const client = new all.Scrollback({ maxRetries: 0 });\n`,
    );
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['the DOM', program, {}],
    ['Node', program, { lib: ['lib.es2022.d.ts'], types: ['node'] }],
    ['no runtime at all', smallest, { lib: ['lib.es2022.d.ts'] }],
    [
      'the DOM, through a bundler',
      program,
      { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
    ],
  ] as const)('compile strictly, themselves included, with the types of %s', (_, file, changes) => {
    expect(compile(file, changes as ts.CompilerOptions)).toEqual([]);
  });

  it('take the signal, the headers and the fetch of the runtime', () => {
    const file = join(folder, 'types.ts');
    writeFileSync(
      file,
      `import { type ApiError, ConflictError, ConnectionError, NotFoundError, Scrollback, ScrollbackError } from '@scrollback/client';
      const client = new Scrollback({ fetch, baseUrl: new URL('http://host'), headers: new Headers() });
      client.sessions.get('chat', { signal: AbortSignal.timeout(1_000) });
      export const headers = (error: ApiError): Headers => error.headers;
      export function narrow(error: ApiError | ConnectionError): string {
        if (ConnectionError.isInstance(error)) return error.name;
        if (NotFoundError.isInstance(error)) return \`\${error.status satisfies 404}\`;
        return ConflictError.isInstance(error) ? '' : error.message + error.status;
      }
      export const plain = (error: Error): string => (ScrollbackError.isInstance(error) ? '' : error.message);
      // @ts-expect-error: a signal is not just anything
      client.sessions.get('chat', { signal: 1 });
      // @ts-expect-error: reads have no precondition
      client.sessions.get('chat', { ifMatch: '"a"' });
      // @ts-expect-error: a message has content
      client.messages.add('chat', { messages: [{ role: 'user' }] });`,
    );
    expect(compile(file, {})).toEqual([]);
  });
});

function compile(file: string, changes: ts.CompilerOptions): string[] {
  const options: ts.CompilerOptions = {
    ...readConfig('consumer/tsconfig.json').options,
    // TypeScript's own libraries are none of ours, and take the longest.
    skipDefaultLibCheck: true,
    paths: { '@scrollback/client': [join(folder, 'dist/index.d.ts')] },
    typeRoots: [join(packageFolder, 'node_modules/@types')],
    ...changes,
  };
  return ts
    .getPreEmitDiagnostics(ts.createProgram([file], options, cachingHost(options)))
    .map(({ messageText, file: at }) => `${at?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}

/** Reads each library once for all programs. */
function cachingHost(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile;
  host.getSourceFile = (name, language, ...rest) => {
    if (!name.includes('/typescript/lib/')) return read(name, language, ...rest);
    const known = libraries.get(name) ?? read(name, language, ...rest);
    libraries.set(name, known);
    return known;
  };
  return host;
}

function readConfig(name: string): ts.ParsedCommandLine {
  const path = join(packageFolder, name);
  return ts.parseJsonConfigFileContent(
    ts.readConfigFile(path, ts.sys.readFile).config,
    ts.sys,
    join(path, '..'),
    {},
    path,
  );
}
