import { testIterators } from '@scrollback/zep-suite';
import { underTest } from '../src/under-test.js';

testIterators(underTest);
