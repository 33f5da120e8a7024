import * as zepJs from '@getzep/zep-js';
import type { ZepJsUnderTest } from '@scrollback/zep-suite';

export const underTest: ZepJsUnderTest = { version: '0.10.0', zepJs, hasMessages: true };
