export { createMemoryData, type MemoryData } from './memory-data.js';
export { createMemoryStore, type MemoryStoreOptions } from './memory-store.js';
