import * as zepJs from '@getzep/zep-js';
import { testLangChain } from '@scrollback/zep-suite';
import { langChain } from '../src/lang-chain.js';

testLangChain({ name: '@langchain/community 0.3.59 with zep-js 0.9.0', langChain, zepJs });
