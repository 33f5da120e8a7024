import { ask, run } from './run.mjs';

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
  const manager = packageManagers().find(({ command }) => ask([command, '--version']) !== undefined);
  if (!manager) return false;
  console.log(`redis-server ${OLDEST_MAJOR} or newer is not on PATH: installing it with ${manager.command} …`);
  return manager.steps.every((step) => run(step, { mayFail: true, env: { DEBIAN_FRONTEND: 'noninteractive' } }));
}

function packageManagers() {
  const brew = { command: 'brew', steps: [['brew', 'install', 'redis']] };
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && ask(['sudo', '-n', 'true']) === undefined) return [brew];
  const asRoot = isRoot ? [] : ['sudo', '-n'];
  return [
    brew,
    {
      command: 'apt-get',
      steps: [
        [...asRoot, 'apt-get', 'update', '-q'],
        [...asRoot, 'apt-get', 'install', '-q', '-y', '--no-install-recommends', 'redis-server'],
      ],
    },
    { command: 'apk', steps: [[...asRoot, 'apk', 'add', 'redis']] },
    { command: 'dnf', steps: [[...asRoot, 'dnf', 'install', '-y', 'redis']] },
  ];
}
