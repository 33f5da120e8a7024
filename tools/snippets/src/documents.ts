import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The pages whose code blocks are run, relative to the repository. New ones count before they are committed. */
export function findDocuments(): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
    cwd: root,
    encoding: 'utf8',
  });
  return listed
    .split('\n')
    .filter((path) =>
      /^(README|AGENTS|CONTRIBUTING)\.md$|^docs\/|^packages\/[^/]+\/README\.md$|^(apps\/[^/]+|examples|bench)\/README\.md$/.test(
        path,
      ),
    )
    .sort();
}
