/** Records and commits for an adapter's own tests, of what only that adapter can stage. */
export { newUuid } from './harness/ids.js';
export { change, create, newMessages, newSession, nextOf, toRestored, toTrash } from './harness/sessions.js';
export { changeUser, createUser, eraseUser, newUser } from './harness/users.js';
