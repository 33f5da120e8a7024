import { ask } from './run.mjs';
import { installSystemPackages } from './system-packages.mjs';

const OLDEST_MAJOR = 7;

/** The version on PATH, installed by the system's package manager where that is possible, or `undefined`. */
export function provideRedis() {
  return findRedis() ?? (installRedis() ? findRedis() : undefined);
}

function findRedis() {
  for (const name of ['redis', 'valkey']) {
    const version = ask([`${name}-server`, '--version'])?.match(/\d+\.\d+\.\d+/)?.[0];
    if (version && Number.parseInt(version, 10) >= OLDEST_MAJOR && ask([`${name}-cli`, '--version'])) {
      return `${name} ${version}`;
    }
  }
  return undefined;
}

function installRedis() {
  return installSystemPackages(`redis-server ${OLDEST_MAJOR} or newer`, {
    brew: ['redis'],
    apt: ['redis-server'],
    apk: ['redis'],
    dnf: ['redis'],
  });
}
