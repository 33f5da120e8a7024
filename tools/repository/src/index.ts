export * from './consumer.js';
export * from './release.js';
export * from './run.js';
export * from './tracked-files.js';
export * from './workspace.js';
