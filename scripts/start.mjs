// `npm start` calls this by `exec`, so that no shell stands between npm's signals and the server; where the shell has no
// `exec` (Windows), its second half is what runs.
import { build } from './lib/build.mjs';
import { install } from './lib/install.mjs';

install();
build('@scrollback/server');

process.env.NODE_ENV ??= 'production';
// In this process: signals reach the server itself, and its exit code is ours.
await import('../apps/server/dist/main.js');
