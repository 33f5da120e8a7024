import { eventually, type FaultProxy, type FaultRule } from '@scrollback/services';
import type { Store, StoreError } from '@scrollback/store';
import type { Redis } from 'ioredis';
import { expect } from 'vitest';
import type { ScriptName } from '../../src/scripts.js';
import { expectInOrder } from './expect-in-order.js';
import { newPrefix, type Resources } from './open.js';
import { scriptOf } from './scripts.js';

/** A moment in the life of a process: when it sends a script for the first, second … time. */
export interface Step {
  readonly script: ScriptName;
  /** Default 1. */
  readonly turn?: number;
}

export interface Pair {
  readonly prefix: string;
  readonly proxy: FaultProxy;
  /** A process that fares badly: it reaches Redis through the proxy. */
  readonly victim: Store;
  /** One that goes on, and repairs. */
  readonly other: Store;
  /** Lets the other one repair what is left, and compares everything that is stored. */
  inOrder(): Promise<void>;
  /** The same without a repair, when the victim has had the time to answer. */
  alreadyInOrder(answer: unknown): Promise<void>;
}

export async function openPair(url: string, client: Redis, { open, proxyTo }: Resources): Promise<Pair> {
  const prefix = newPrefix();
  const proxy = await proxyTo(url);
  const victim = open({ url: proxy.url, prefix });
  const other = open({ url, prefix, repairAfterMs: 0 });
  await victim.ping();
  // Its repair at the start is over then: later it repairs when it is asked to, and not what the victim is held at.
  await other.sessions.due({ before: 0, limit: 1 });
  const compare = () => expectInOrder(client, prefix);
  const inOrder = async () => {
    await other.sessions.due({ before: 0, limit: 1 });
    const page = { limit: 100, order: 'asc' } as const;
    for (const state of ['live', 'deleted'] as const) await other.sessions.list({ state, ...page });
    // What a list found out of order is repaired in the background.
    const isInOrder = () => compare().then(() => true);
    await eventually(isInOrder, { timeoutMs: 1_000, what: 'in order' }).catch(compare);
  };
  return {
    proxy,
    victim,
    other,
    prefix,
    inOrder,
    alreadyInOrder: (answer) => (answer === undefined ? inOrder() : compare()),
  };
}

function createTurnCounter({ script, turn = 1 }: Step): (command: readonly string[]) => boolean {
  let count = 0;
  return (command) => {
    if (scriptOf(command) !== script) return false;
    count += 1;
    return count === turn;
  };
}

/** Cuts the connection before or after a step, for good. */
export function killAt(step: Step, fate: 'cut-before' | 'cut-after'): FaultRule {
  const isTurn = createTurnCounter(step);
  let isDead = false;
  return (command) => {
    if (isDead) return 'refuse';
    if (!isTurn(command)) return 'forward';
    isDead = true;
    return fate;
  };
}

/** Cuts the connection at a step, and forwards everything else. */
export function cutAt(step: Step, fate: 'cut-before' | 'cut-after'): FaultRule {
  const isTurn = createTurnCounter(step);
  return (command) => (isTurn(command) ? fate : 'forward');
}

export interface Paused<T> {
  /**
   * Wakes the process up, and resolves with the answer of the work; `undefined` if it had given up by then, because the machine
   * is too busy for this test to be quick enough.
   */
  goOn(): Promise<T | undefined>;
}

/** Begins `work` and resolves when it is stopped before the step. */
export async function pauseAt<T>(proxy: FaultProxy, step: Step, work: () => Promise<T>): Promise<Paused<T>> {
  const isTurn = createTurnCounter(step);
  proxy.on((command) => (isTurn(command) ? 'hold' : 'forward'));
  const beganAt = Date.now();
  const made = work().then(
    (answer) => ({ answer }),
    (error: StoreError) => ({ error }),
  );
  await eventually(async () => proxy.heldCount > 0, { timeoutMs: 5_000, what: `${step.script} is held` });
  return {
    async goOn() {
      proxy.on(() => 'forward');
      proxy.release();
      const outcome = await made;
      if ('answer' in outcome) return outcome.answer;
      if (outcome.error.code !== 'store_outcome_unknown' || Date.now() - beganAt < 2_000) throw outcome.error;
      return undefined;
    },
  };
}

/** The answer, if there was time for one. */
export function expectAnswer<T>(answer: T | undefined, expected: unknown): void {
  if (answer !== undefined) expect(answer).toEqual(expected);
}

export async function untilSent(proxy: FaultProxy, { script, turn = 1 }: Step): Promise<void> {
  const isSent = async () => proxy.commands.filter((command) => scriptOf(command) === script).length >= turn;
  await eventually(isSent, { timeoutMs: 5_000, what: `${script} is sent` });
}
