// Generated from packages/contract/openapi.json by `pnpm generate`; do not edit.

/** How each operation meets HTTP. */
export const routes = {
  sessions: {
    create: { method: 'POST', path: '/v1/sessions', status: 201 },
    list: { method: 'GET', path: '/v1/sessions', status: 200 },
    get: { method: 'GET', path: '/v1/sessions/{session_id}', status: 200 },
    update: { method: 'PATCH', path: '/v1/sessions/{session_id}', status: 200 },
    delete: { method: 'DELETE', path: '/v1/sessions/{session_id}', status: 204 },
    restore: { method: 'POST', path: '/v1/sessions/{session_id}/restore', status: 200 },
    window: { method: 'GET', path: '/v1/sessions/{session_id}/window', status: 200 },
  },
  messages: {
    add: { method: 'POST', path: '/v1/sessions/{session_id}/messages', status: 201 },
    list: { method: 'GET', path: '/v1/sessions/{session_id}/messages', status: 200 },
    clear: { method: 'DELETE', path: '/v1/sessions/{session_id}/messages', status: 204 },
    get: { method: 'GET', path: '/v1/sessions/{session_id}/messages/{uuid}', status: 200 },
    update: { method: 'PATCH', path: '/v1/sessions/{session_id}/messages/{uuid}', status: 200 },
  },
  users: {
    create: { method: 'POST', path: '/v1/users', status: 201 },
    list: { method: 'GET', path: '/v1/users', status: 200 },
    get: { method: 'GET', path: '/v1/users/{user_id}', status: 200 },
    update: { method: 'PATCH', path: '/v1/users/{user_id}', status: 200 },
    delete: { method: 'DELETE', path: '/v1/users/{user_id}', status: 200 },
    sessions: { method: 'GET', path: '/v1/users/{user_id}/sessions', status: 200 },
  },
} as const;
