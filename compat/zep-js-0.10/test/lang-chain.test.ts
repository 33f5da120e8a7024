import * as zepJs from '@getzep/zep-js';
import { testLangChain } from '@scrollback/zep-suite';
import { langChain } from '../src/lang-chain.js';

testLangChain({ name: '@langchain/community 1.1.29 with zep-js 0.10.0', langChain, zepJs });
