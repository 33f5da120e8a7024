// Reads `watch <pid>`, `unwatch <pid>` and `remove <folder>`. When its standard input closes, whoever started it is gone:
// what is still watched is killed, and the folders are removed.
import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

const pids = new Set();
const folders = new Set();
const instructions = {
  watch: (pid) => pids.add(Number(pid)),
  unwatch: (pid) => pids.delete(Number(pid)),
  remove: (folder) => folders.add(folder),
};

const lines = createInterface({ input: process.stdin });

lines.on('line', (line) => {
  const space = line.indexOf(' ');
  instructions[line.slice(0, space)](line.slice(space + 1));
});

lines.on('close', () => {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
  setTimeout(removeFolders, 100);
});

function removeFolders() {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
