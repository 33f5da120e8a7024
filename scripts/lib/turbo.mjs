import { delimiter, join } from 'node:path';
import { root, run } from './run.mjs';

export function turbo(...args) {
  const bin = join(root, 'node_modules', '.bin');
  run([join(bin, 'turbo'), ...args], {
    env: {
      // turbo insists on finding pnpm; the workspace brings one.
      PATH: `${bin}${delimiter}${process.env.PATH}`,
      TURBO_TELEMETRY_DISABLED: '1',
      TURBO_NO_UPDATE_NOTIFIER: '1',
      DO_NOT_TRACK: '1',
    },
  });
}
