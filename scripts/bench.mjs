import { join } from 'node:path';
import { build } from './lib/build.mjs';
import { install } from './lib/install.mjs';
import { root, run } from './lib/run.mjs';

install();
build();
run([process.execPath, '--import', 'tsx', join(root, 'bench', 'src', 'main.ts'), ...process.argv.slice(2)]);
