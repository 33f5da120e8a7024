export * from './lang-chain.js';
export * from './test-lang-chain.js';
export * from './test-zep-js.js';
export type { ZepJs } from './zep-js.js';
