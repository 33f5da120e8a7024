/** As V8 writes it. */
export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
}

export interface ProfileCosts {
  /** Microseconds by part of the program, and by function; time in native functions belongs to whoever called them. */
  readonly parts: ReadonlyMap<string, number>;
  readonly functions: ReadonlyMap<string, number>;
}

const idle = '(idle)';
/** Starting and stopping the profile itself. */
const inspector = 'node:inspector';

export function readProfile({ nodes, samples, timeDeltas }: CpuProfile): ProfileCosts {
  const parents = new Map<number, ProfileNode>();
  const byId = new Map<number, ProfileNode>();
  for (const node of nodes) {
    byId.set(node.id, node);
    for (const child of node.children ?? []) parents.set(child, node);
  }
  const parts = new Map<string, number>();
  const functions = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const microseconds = timeDeltas[index] ?? 0;
    const node = scriptOf(byId.get(id) as ProfileNode, parents);
    const { functionName, url, lineNumber } = node.callFrame;
    if (functionName === idle || url === inspector) continue;
    const part = partOf(url, functionName);
    add(parts, part, microseconds);
    add(functions, `${functionName || '(anonymous)'} ${shortUrl(url)}:${lineNumber + 1}`, microseconds);
  }
  return { parts, functions };
}

/** The nearest caller that is written in JavaScript; the node itself if it is none of ours, as the garbage collector is. */
function scriptOf(node: ProfileNode, parents: ReadonlyMap<number, ProfileNode>): ProfileNode {
  let caller: ProfileNode | undefined = node;
  while (caller !== undefined && caller.callFrame.url === '') caller = parents.get(caller.id);
  return caller ?? node;
}

const packagePattern = /\/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*\/node_modules\/)/;
const ourPattern = /\/(?:packages|apps)\/([^/]+)\/(?:dist|src)\/(?:([^/]+)\/)?/;

function partOf(url: string, functionName: string): string {
  if (url === '') return functionName;
  const foreign = packagePattern.exec(url)?.[1];
  if (foreign !== undefined) return foreign.startsWith('@redis') || foreign.includes('redis') ? 'ioredis' : foreign;
  const [, name, folder] = ourPattern.exec(url) ?? [];
  if (name !== undefined) return folder === undefined ? name : `${name}/${folder}`;
  if (url.includes('/bench/')) return 'the plain program';
  if (/node:(_http|internal\/http)/.test(url)) return 'node: http';
  if (/node:(net|internal\/(stream|net))/.test(url)) return 'node: net and streams';
  return 'node: rest';
}

function shortUrl(url: string): string {
  return url.replace(/^.*\/node_modules\//, '').replace(/^.*\/(packages|apps|bench)\//, '$1/');
}

function add(map: Map<string, number>, key: string, value: number): void {
  map.set(key, (map.get(key) ?? 0) + value);
}
