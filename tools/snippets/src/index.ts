export * from './blocks.js';
export * from './compare.js';
export * from './documents.js';
