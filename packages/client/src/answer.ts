import type { Answer } from './api-promise.js';
import type { RawAnswer } from './attempt.js';
import { type ApiError, errorTypeOf, UnexpectedAnswerError } from './errors.js';
import type { Problem } from './types.js';

/** The answer's data; throws the error that it stands for if it is not the one of a success. */
export function toAnswer<Data>(raw: RawAnswer, expectedStatus: number): Answer<Data> {
  if (raw.status !== expectedStatus) throw toError(raw, expectedStatus);
  return {
    data: (expectedStatus === 204 ? undefined : parseData(raw)) as Data,
    status: raw.status,
    etag: raw.headers.get('etag') ?? undefined,
    requestId: raw.headers.get('x-request-id') ?? undefined,
    headers: raw.headers,
  };
}

/** For an answer of the expected status that is not what the operation answers with. */
export function unexpected(raw: Pick<RawAnswer, 'status' | 'headers'>, what: string): UnexpectedAnswerError {
  return new UnexpectedAnswerError(`${raw.status} ${what}`, raw);
}

function parseData(raw: RawAnswer): unknown {
  const data = parseJson(raw.text);
  if (typeof data === 'object' && data !== null) return data;
  throw unexpected(raw, `with a body that is no JSON object: ${excerpt(raw.text)}`);
}

function toError(raw: RawAnswer, expectedStatus: number): ApiError {
  const { status, headers, text } = raw;
  if (status === 0 || (status >= 300 && status < 400)) {
    // Followed, a POST would become a GET, which answers with something else and stores nothing.
    return unexpected(
      raw,
      `a redirect (to ${headers.get('location') ?? 'an unknown place'}): put its target into baseUrl`,
    );
  }
  if (status < 400) return unexpected(raw, `where the operation answers ${expectedStatus}`);
  const problem = toProblem(raw);
  const message = problem ? `${problem.code}: ${problem.detail}` : excerpt(text);
  return new (errorTypeOf(status))(`${status} ${message}`, { status, headers, problem });
}

/** What stands before the server has error documents of its own. */
function toProblem({ status, text }: RawAnswer): Problem | undefined {
  const problem = parseJson(text) as Partial<Problem> | null | undefined;
  return typeof problem?.code === 'string' && problem.status === status ? (problem as Problem) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function excerpt(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text || '(empty)';
}
