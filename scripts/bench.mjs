import { join } from 'node:path';
import { build } from './lib/build.mjs';
import { install } from './lib/install.mjs';
import { root, run } from './lib/run.mjs';

install();
build('@scrollback/server');

const bench = join(root, 'bench');
run([join(bench, 'node_modules', '.bin', 'tsx'), join(bench, 'src', 'main.ts'), ...process.argv.slice(2)]);
