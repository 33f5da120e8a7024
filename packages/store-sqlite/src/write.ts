import type {
  MessageRecord,
  SessionCommitResult,
  SessionRecord,
  UserCommitResult,
  UserRecord,
} from '@scrollback/store';
import type { Failure } from './failure.js';

/** What a commit compares. */
export interface Stamp {
  readonly uuid: string;
  readonly version: number;
}

/** The answer to a commit without what the caller has already. */
type Brief<Result> = Exclude<Result, { status: 'committed' }> | { status: 'committed'; position: number };

/** A change, in a form that a thread can send to another, and its answer. */
export interface Writes {
  readonly commitSession: {
    readonly request: {
      readonly previous: Stamp | undefined;
      readonly next: SessionRecord;
      readonly append: readonly MessageRecord[];
      readonly replace: readonly MessageRecord[];
    };
    readonly answer: Brief<SessionCommitResult>;
  };
  readonly purgeSession: {
    readonly request: { readonly id: string; readonly uuid: string; readonly version: number | undefined };
    readonly answer: boolean;
  };
  /** One slice: the answer is where to go on, or `undefined` when nothing is left to do. */
  readonly trimSession: {
    readonly request: { readonly id: string; readonly uuid: string; readonly after: number; readonly through: number };
    readonly answer: number | undefined;
  };
  readonly commitUser: {
    readonly request: { readonly previous: Stamp | undefined; readonly next: UserRecord };
    readonly answer: Brief<UserCommitResult>;
  };
  readonly purgeUser: {
    readonly request: { readonly id: string; readonly uuid: string };
    readonly answer: boolean;
  };
  /** Changes nothing: tells whether the file can be written to. */
  readonly checkFile: {
    readonly request: undefined;
    readonly answer: undefined;
  };
}

export type WriteKind = keyof Writes;

export type Write = {
  readonly [Kind in WriteKind]: { readonly kind: Kind; readonly request: Writes[Kind]['request'] };
}[WriteKind];

/** How one of several writes that shared a transaction ended. */
export type Outcome = { readonly answer: unknown } | { readonly failure: Failure };
