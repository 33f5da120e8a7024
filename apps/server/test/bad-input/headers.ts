import { known, message, patch, post, type Row } from './row.js';

const session = `/v1/sessions/${known.session}`;
const garbage = ['', 'x', '"x', 'x"', "'x'", '"a" "b"', '"a",b', 'w/"a"', '*, "a"', '""x', ',', '"a b"'];
const stale = [`"${known.uuid}.1"`, '"x"', '""', 'W/"x"', `"a", "b",, "c" ,`, `"${known.uuid}.99999999999999999999"`];

/** Every route that takes `If-Match`, on something that exists. */
const conditional = (header: string) => [
  patch(session, { metadata: { x: 1 } }, { 'if-match': header }),
  { method: 'DELETE', path: session, headers: { 'if-match': header } },
  { method: 'POST', path: `/v1/sessions/${known.trashed}/restore`, headers: { 'if-match': header } },
  post(`${session}/messages`, { messages: [message] }, { 'if-match': header }),
  { method: 'DELETE', path: `${session}/messages`, headers: { 'if-match': header } },
  patch(`${session}/messages/${known.uuid}`, { metadata: { x: 1 } }, { 'if-match': header }),
  patch(`/v1/users/${known.user}`, { email: 'x' }, { 'if-match': header }),
  { method: 'DELETE', path: `/v1/users/${known.user}`, headers: { 'if-match': header } },
];

export const headers: readonly Row[] = [
  ...garbage.flatMap((header) =>
    conditional(header).map(
      (call): Row => ({
        name: `${call.method} ${call.path} with If-Match: ${header}`,
        call,
        code: 'invalid_request',
        at: 'header /if-match',
      }),
    ),
  ),
  ...stale.flatMap((header) =>
    conditional(header).map(
      (call): Row => ({
        name: `${call.method} ${call.path} with If-Match: ${header}`,
        call,
        code: 'precondition_failed',
        at: 'header /if-match',
      }),
    ),
  ),
  {
    name: 'If-Match: * on an append that would create',
    call: post('/v1/sessions/new/messages', { messages: [message] }, { 'if-match': '*' }),
    code: 'precondition_failed',
  },
  ...garbage.map(
    (header): Row => ({
      name: `If-None-Match: ${header}`,
      call: { path: session, headers: { 'if-none-match': header } },
      code: 'invalid_request',
      at: 'header /if-none-match',
    }),
  ),
];
