/** What a worker process of the kit loads. */
export { openServedStore as open } from './served-store.js';
