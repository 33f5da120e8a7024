import { cp, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './run.js';
import { root } from './workspace.js';

export interface Consumer {
  compile(): Promise<void>;
  /** Runs every program; resolves to what they printed. */
  run(env: Record<string, string>): Promise<string>;
}

/** A new project outside the workspace that has nothing but the tarball and TypeScript. */
export async function createConsumer(folder: string, tarball: string, programs: string): Promise<Consumer> {
  await mkdir(folder);
  await cp(programs, join(folder, 'src'), { recursive: true });
  await writeJson(join(folder, 'package.json'), { name: 'consumer', private: true, type: 'module' });
  await writeJson(join(folder, 'tsconfig.json'), {
    compilerOptions: {
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      module: 'NodeNext',
      target: 'ES2022',
      lib: ['ES2022', 'DOM', 'DOM.Iterable'],
      types: [],
      rootDir: 'src',
      outDir: 'out',
    },
    include: ['src'],
  });
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], folder);
  await symlink(join(root, 'node_modules/typescript'), join(folder, 'node_modules/typescript'));
  return {
    async compile() {
      await run(process.execPath, ['node_modules/typescript/bin/tsc'], folder);
    },
    async run(env) {
      const outputs: string[] = [];
      for (const file of await readdir(join(folder, 'out'))) {
        outputs.push(await run(process.execPath, [join('out', file)], folder, env));
      }
      return outputs.join('');
    },
  };
}

function writeJson(file: string, content: unknown): Promise<void> {
  return writeFile(file, JSON.stringify(content, null, 2));
}
