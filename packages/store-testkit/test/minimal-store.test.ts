import { testStore } from '../src/index.js';
import { createMinimalData } from './stores/minimal-data.js';
import { openMinimalStore } from './stores/minimal-store.js';

const data = createMinimalData();

testStore({ name: 'minimal store', open: async () => openMinimalStore(data), sharedBetweenProcesses: false });
