export type { StoreModule, StoreUnderTest } from './store-under-test.js';
export { testStore } from './test-store.js';
