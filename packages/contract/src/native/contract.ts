import { initContract } from '@ts-rest/core';
import { operation } from './health.js';
import { messages } from './messages.js';
import { sessions } from './sessions.js';
import { users } from './users.js';

/** Every route of the native surface. */
export const nativeContract = initContract().router({ sessions, messages, users, operation });
