import { z } from 'zod';

export const ifMatch = z
  .string()
  .optional()
  .meta({
    description:
      'Entity tags, or `*` for any existing one: the request is carried out only if the session or user is at one of these versions, else answered with 412. Weak tags never match.',
    examples: ['"01936b2e-7c1a-7d54-9c1f-2f6c1d0b8a01.3"'],
  });

export const ifNoneMatch = z
  .string()
  .optional()
  .meta({
    description: 'Entity tags, or `*`: answered with 304 if the session or user is at one of these versions.',
    examples: ['"01936b2e-7c1a-7d54-9c1f-2f6c1d0b8a01.3"'],
  });

/** Headers of answers, as components of the document. */
export const headers = {
  ETag: {
    description: 'Names this version of the session or user, for `If-Match` and `If-None-Match`.',
    schema: { type: 'string' },
    example: '"01936b2e-7c1a-7d54-9c1f-2f6c1d0b8a01.3"',
  },
  Location: {
    description: 'Path of the session or user that was made.',
    schema: { type: 'string', format: 'uri-reference' },
    example: '/v1/sessions/support-4711',
  },
  RequestId: {
    description:
      'The `X-Request-Id` of the request if it had a usable one (1 to 128 visible ASCII characters), else a new one.',
    schema: { type: 'string' },
    example: '5b0f4c9e-8d1f-4f0f-9a3c-2f4a7a8f5e10',
  },
  WwwAuthenticate: { description: 'How to authenticate.', schema: { type: 'string' }, example: 'Bearer' },
  RetryAfter: { description: 'Seconds.', schema: { type: 'integer' }, example: 1 },
} as const;

export function headerReference(name: keyof typeof headers): { $ref: `#/components/headers/${string}` } {
  return { $ref: `#/components/headers/${name}` };
}
