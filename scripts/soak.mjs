import { join } from 'node:path';
import { install } from './lib/install.mjs';
import { provideRedis } from './lib/redis.mjs';
import { root, run } from './lib/run.mjs';

// The same tests as in `npm test`, with more rounds: `npm run soak -- 100`.
install();
provideRedis();
process.env.SCROLLBACK_SOAK_ROUNDS = process.argv[2] ?? '20';
run([process.execPath, join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', 'server', 'soak']);
