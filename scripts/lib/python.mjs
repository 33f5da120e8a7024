import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ask, root, run } from './run.mjs';
import { installSystemPackages } from './system-packages.mjs';
import { cache, onceFor } from './up-to-date.mjs';

/** What langchain-core asks for, up to the newest on which the old models of zep-python work (pydantic.v1). */
const MINORS = [10, 11, 12, 13];

/** compat/python/src/find-python.ts names the same folder. */
const environment = join(cache, 'python');
const interpreter = join(environment, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
const requirements = join(root, 'compat', 'python', 'requirements.txt');

/** The version of the Python that has the clients of compat/python, installed for it; `undefined` when that failed. */
export function providePython() {
  const python = findPython() ?? (installPython() ? findPython() : undefined);
  if (!python) return forget('Python 3.10 to 3.13 is missing');
  try {
    onceFor({
      name: 'python-environment',
      files: [requirements],
      isThere:
        ask([interpreter, '-c', 'import importlib.util; importlib.util.find_spec("zep_python").origin']) !== undefined,
      work: () => createEnvironment(python),
    });
  } catch (error) {
    return forget(error.message);
  }
  return ask([interpreter, '--version']);
}

function findPython() {
  const names = ['python3', 'python', ...MINORS.toReversed().map((minor) => `python3.${minor}`)];
  const condition = `import sys; sys.exit(sys.version_info[0] != 3 or sys.version_info[1] not in ${JSON.stringify(MINORS)})`;
  return names.find((name) => ask([name, '-c', condition]) !== undefined);
}

function installPython() {
  return installSystemPackages('Python 3.10 to 3.13', {
    brew: ['python@3.13'],
    apt: ['python3', 'python3-venv'],
    apk: ['python3', 'py3-pip'],
    dnf: ['python3', 'python3-pip'],
  });
}

/** With the pip that is there, which saves seconds; else with one inside, for which Debian has a package of its own. */
function createEnvironment(python) {
  console.log('Installing the Python clients of Zep …');
  const installed = installWithOwnPip(python) || installWithNewPip(python);
  if (!installed) throw new Error('the Python clients could not be installed');
}

function installWithOwnPip(python) {
  return (
    ask([python, '-m', 'pip', '--version']) !== undefined &&
    create(python, '--without-pip') &&
    installClients([python, '-m', 'pip', '--python', interpreter])
  );
}

function installWithNewPip(python) {
  const isAble = () => ask([python, '-c', 'import ensurepip, venv']) !== undefined;
  if (!isAble()) installSystemPackages('python3-venv', { apt: ['python3-venv'] });
  return isAble() && create(python) && installClients([interpreter, '-m', 'pip']);
}

function create(python, ...options) {
  return run([python, '-m', 'venv', '--clear', ...options, environment], { mayFail: true });
}

/** requirements.txt is complete, so nothing has to be resolved; Python compiles what it imports when it does. */
function installClients(pip) {
  const options = ['--quiet', '--no-deps', '--no-compile', '--prefer-binary', '--disable-pip-version-check'];
  return run([...pip, 'install', ...options, '-r', requirements], { mayFail: true });
}

/** The tests of compat/python go by whether the environment is there: half of one, or an old one, must not be. */
function forget(why) {
  rmSync(environment, { recursive: true, force: true });
  console.error(`${why}: the server is NOT TESTED with Python clients`);
  return undefined;
}
