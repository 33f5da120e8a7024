import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';

/** The package as a web page would carry it: one file, minified, all exports. */
export async function bundleClient(format: NonNullable<BuildOptions['format']>): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../../src/index.ts', import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format,
    target: 'es2022',
    // Knows no module of any runtime: an import of one fails the build.
    platform: 'neutral',
    ...(format === 'iife' && { globalName: 'scrollback' }),
  });
  return outputFiles?.[0]?.text ?? '';
}
