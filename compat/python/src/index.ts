export * from './describe-with-python.js';
export type { Python } from './find-python.js';
export * from './program.js';
export * from './start-server.js';
