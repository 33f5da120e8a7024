import { ask, run } from './run.mjs';

/**
 * Installs packages with the system's package manager; false when that is not possible without a password, or fails.
 * `packages` has the names that each manager knows them by; one that is missing there is not tried.
 */
export function installSystemPackages(what, packages) {
  const manager = packageManagers(packages).find(({ command }) => ask([command, '--version']) !== undefined);
  if (!manager) return false;
  console.log(`${what} is missing: installing it with ${manager.command} …`);
  return manager.steps.every((step) => run(step, { mayFail: true, env: { DEBIAN_FRONTEND: 'noninteractive' } }));
}

function packageManagers({ brew, apt, apk, dnf }) {
  const isRoot = process.getuid?.() === 0;
  const mayBecomeRoot = isRoot || ask(['sudo', '-n', 'true']) !== undefined;
  const asRoot = isRoot ? [] : ['sudo', '-n'];
  const withoutRoot = [{ command: 'brew', names: brew, steps: [['brew', 'install']] }];
  const withRoot = [
    {
      command: 'apt-get',
      names: apt,
      steps: [
        [...asRoot, 'apt-get', 'update', '-q'],
        [...asRoot, 'apt-get', 'install', '-q', '-y', '--no-install-recommends'],
      ],
    },
    { command: 'apk', names: apk, steps: [[...asRoot, 'apk', 'add']] },
    { command: 'dnf', names: dnf, steps: [[...asRoot, 'dnf', 'install', '-y']] },
  ];
  return [...withoutRoot, ...(mayBecomeRoot ? withRoot : [])]
    .filter(({ names }) => names !== undefined)
    .map(({ command, names, steps }) => ({ command, steps: [...steps.slice(0, -1), [...steps.at(-1), ...names]] }));
}
