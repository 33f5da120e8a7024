import { testZepJs } from '@scrollback/zep-suite';
import { underTest } from '../src/under-test.js';

testZepJs(underTest);
