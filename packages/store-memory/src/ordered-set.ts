import sortedBtree from 'sorted-btree';

// The package is CommonJS with its class under `default`: Node leaves it there, vitest unwraps it.
type BTreeClass = typeof import('sorted-btree').default;
const BTree = sortedBtree.default ?? (sortedBtree as unknown as BTreeClass);

/** Ids in the order of a score, then of the id. Every operation costs O(log n). */
export interface OrderedSet {
  readonly size: number;
  add(score: number, id: string): void;
  delete(score: number, id: string): void;
  /** Ids with a score greater than `score` (all when it is undefined), ascending. */
  after(score: number | undefined): Iterable<string>;
  /** Ids with a score less than `score` (all when it is undefined), descending. */
  before(score: number | undefined): Iterable<string>;
}

interface Member {
  readonly score: number;
  /** `undefined`: before every id of the same score. */
  readonly id: string | undefined;
}

export function createOrderedSet(): OrderedSet {
  const tree = new BTree<Member, undefined>(undefined, compare);
  return {
    get size() {
      return tree.size;
    },
    add(score, id) {
      tree.set({ score, id }, undefined);
    },
    delete(score, id) {
      tree.delete({ score, id });
    },
    *after(score) {
      const start = score === undefined ? undefined : { score: score + 1, id: undefined };
      for (const [member] of tree.entries(start)) yield member.id as string;
    },
    *before(score) {
      const end = score === undefined ? undefined : { score, id: undefined };
      for (const [member] of tree.entriesReversed(end)) yield member.id as string;
    },
  };
}

function compare(left: Member, right: Member): number {
  if (left.score !== right.score) return left.score - right.score;
  if (left.id === right.id) return 0;
  if (left.id === undefined) return -1;
  if (right.id === undefined) return 1;
  return left.id < right.id ? -1 : 1;
}
