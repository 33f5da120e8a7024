import type { MessageRecord } from '@scrollback/store';

/** What a decision is made on: a record, or none, and those stored messages that are known to matter. */
export interface Stored<Record> {
  readonly record: Record | undefined;
  readonly messages: ReadonlyMap<string, MessageRecord>;
}

/** Shared: nobody adds to what a decision is made on. */
export const noStoredMessages: ReadonlyMap<string, never> = new Map<string, never>();

/**
 * What a rule decides. Rules are pure and synchronous: time and ids come in as arguments, so that a decision made again on
 * the same record has the same result. A refusal is thrown (`RefusalError`).
 */
export interface Decision<Record> {
  /** False: `record` is the current one, and nothing needs to be written. */
  readonly isWrite: boolean;
  /** The record from now on. */
  readonly record: Record;
  /** Messages to add. */
  readonly append: readonly MessageRecord[];
  /** Stored messages whose text changes. */
  readonly replace: readonly MessageRecord[];
  /** The messages that the caller asked about, in the caller's order. */
  readonly messages: readonly MessageRecord[];
}

const noMessages: readonly MessageRecord[] = [];

export function write<Record>(record: Record, messages?: Partial<Decision<Record>>): Decision<Record> {
  return {
    isWrite: true,
    record,
    append: messages?.append ?? noMessages,
    replace: messages?.replace ?? noMessages,
    messages: messages?.messages ?? noMessages,
  };
}

/** What every change of a record changes. Its time never runs backwards, whatever the clocks of the servers say. */
export function nextVersion({ version, updatedAt }: Versioned, now: number): Versioned {
  return { version: version + 1, updatedAt: Math.max(now, updatedAt) };
}

export interface Versioned {
  readonly version: number;
  readonly updatedAt: number;
}

export function keep<Record>(record: Record, messages: readonly MessageRecord[] = noMessages): Decision<Record> {
  return { isWrite: false, record, append: noMessages, replace: noMessages, messages };
}
