import { type ContractOtherResponse, initContract } from '@ts-rest/core';
import { z } from 'zod';

export interface ProblemDefinition {
  readonly status: number;
  readonly title: string;
}

/** Every code that an error answer can carry, with its HTTP status. Codes are stable; titles and details may change. */
export const problems = {
  invalid_request: { status: 400, title: 'The request does not have the form that this route takes' },
  malformed_http: { status: 400, title: 'The request is not HTTP/1.1' },
  invalid_json: { status: 400, title: 'The request body is not JSON' },
  invalid_path: { status: 400, title: 'The path holds something that cannot be an id' },
  invalid_cursor: { status: 400, title: 'The cursor is not one of this list' },
  metadata_too_large: { status: 400, title: 'The metadata is too large' },
  metadata_too_deep: { status: 400, title: 'The metadata is nested too deeply' },
  message_uuid_repeated: { status: 400, title: 'Two messages of the call have the same uuid' },
  unauthorized: { status: 401, title: 'The request carries no valid token' },
  session_not_found: { status: 404, title: 'The session does not exist' },
  user_not_found: { status: 404, title: 'The user does not exist' },
  message_not_found: { status: 404, title: 'The message does not exist' },
  route_not_found: { status: 404, title: 'There is nothing under this path' },
  method_not_allowed: { status: 405, title: 'The path does not take this method' },
  request_timeout: { status: 408, title: 'The request took too long to arrive' },
  session_exists: { status: 409, title: 'The session exists already' },
  session_not_deleted: { status: 409, title: 'The session is not in the trash' },
  session_has_user: { status: 409, title: 'The session belongs to another user' },
  user_exists: { status: 409, title: 'The user exists already' },
  user_erasing: { status: 409, title: 'The user is being erased' },
  erasure_unfinished: { status: 503, title: 'The user is being erased, and not all of it is gone yet' },
  message_conflict: { status: 409, title: 'The message is stored with another role or content' },
  message_deleted: { status: 409, title: 'The message was deleted and is not purged yet' },
  seq_mismatch: { status: 409, title: 'The newest message of the session is another one' },
  precondition_failed: { status: 412, title: 'The record is not at the version that If-Match names' },
  body_too_large: { status: 413, title: 'The request body is too large' },
  unsupported_media_type: { status: 415, title: 'The request body has a type or encoding that is not understood' },
  expectation_failed: { status: 417, title: 'The Expect header asks for something that is not known' },
  unknown_user: { status: 422, title: 'The user that the session is to belong to does not exist' },
  headers_too_large: { status: 431, title: 'The request line and the headers are too large' },
  internal_error: { status: 500, title: 'Something went wrong in the server' },
  store_corrupt: { status: 500, title: 'What is stored cannot be understood' },
  store_schema: { status: 500, title: 'The stored layout is not one of this version' },
  session_contended: { status: 503, title: 'Too many others were changing the same record' },
  store_unavailable: { status: 503, title: 'The store does not answer' },
  store_outcome_unknown: { status: 503, title: 'It is not known whether the change was stored' },
  store_closed: { status: 503, title: 'The server is stopping' },
  store_full: { status: 507, title: 'The store has no room left' },
} as const satisfies Record<string, ProblemDefinition>;

export type ProblemCode = keyof typeof problems;

export const problemCodes = Object.keys(problems) as [ProblemCode, ...ProblemCode[]];

export const problemContentType = 'application/problem+json';

/** RFC 9457. */
export const problem = z
  .object({
    type: z.string().meta({ description: 'A URN made of the code.', format: 'uri-reference' }),
    title: z.string().meta({ description: 'What the code means. For people; may change.' }),
    status: z.int(),
    detail: z.string().meta({ description: 'What happened here. For people; may change.' }),
    code: z.enum(problemCodes).meta({ description: 'Stable: what programs decide by.' }),
    request_id: z.string().meta({ description: 'Also in `X-Request-Id`, and in the log of the server.' }),
    errors: z
      .array(
        z.object({
          in: z.enum(['body', 'path', 'query', 'header']),
          pointer: z.string().meta({
            description: 'JSON pointer (RFC 6901) into the body, or `/` and the name of the parameter or header.',
          }),
          detail: z.string(),
        }),
      )
      .optional()
      .meta({ description: 'The places that are to blame, as far as they are known.' }),
  })
  .meta({
    id: 'Problem',
    description: 'RFC 9457 problem details.',
    examples: [
      {
        type: 'urn:scrollback:problem:session_not_found',
        title: problems.session_not_found.title,
        status: 404,
        detail: 'session "support-4711" does not exist',
        code: 'session_not_found',
        request_id: '5b0f4c9e-8d1f-4f0f-9a3c-2f4a7a8f5e10',
      },
    ],
  });

export type Problem = z.infer<typeof problem>;

/** The answer of one status, with the codes that can be behind it. */
export type ProblemResponse = ContractOtherResponse<typeof problem> & { readonly codes: readonly ProblemCode[] };

export type ProblemResponses<Code extends ProblemCode> = {
  [Status in (typeof problems)[Code]['status']]: ProblemResponse;
};

const contract = initContract();

/** What a route can answer with besides success: one response per status. */
export function refusedWith<const Code extends ProblemCode>(...codes: readonly Code[]): ProblemResponses<Code> {
  const responses: Record<number, ProblemResponse> = {};
  for (const code of codes) {
    const { status } = problems[code];
    responses[status] = {
      ...contract.otherResponse({ contentType: problemContentType, body: problem }),
      codes: [...(responses[status]?.codes ?? []), code],
    };
  }
  return responses as ProblemResponses<Code>;
}

/** Routes that anybody may ask. */
export const openProblems = ['invalid_request', 'internal_error'] as const;
/** Any other route; `unauthorized` when the server takes tokens. */
export const anyProblems = [...openProblems, 'unauthorized'] as const;
/** Routes with an id in their path. */
export const pathProblems = ['invalid_path'] as const;
/** Routes that take a body. */
export const bodyProblems = ['invalid_json', 'body_too_large', 'unsupported_media_type'] as const;
export const metadataProblems = ['metadata_too_large', 'metadata_too_deep'] as const;
/** Routes that ask the store. */
export const readProblems = ['store_unavailable', 'store_closed', 'store_corrupt', 'store_schema'] as const;
/** Routes that change something. */
export const writeProblems = [...readProblems, 'store_outcome_unknown', 'store_full', 'session_contended'] as const;
