export type * from './commit.js';
export * from './errors.js';
export type * from './message-record.js';
export type * from './query.js';
export type * from './session-record.js';
export type * from './session-store.js';
export type * from './store.js';
export type * from './user-record.js';
export type * from './user-store.js';
