import { turbo } from './lib/turbo.mjs';

turbo(...process.argv.slice(2));
