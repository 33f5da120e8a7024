import { type AppRoute, isAppRouteNoBody } from '@ts-rest/core';
import { z } from 'zod';
import { InputFault, type InputIssues } from './input-fault.js';

/** What a request brings, before and after it was compared with the contract. */
export interface RouteInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** Whether the contract gives a route a body. */
export function takesBody(route: AppRoute): boolean {
  return 'body' in route && !isAppRouteNoBody(route.body);
}

/**
 * The check of what requests of a route bring. It returns what the schemas make of it, and throws an `InputFault` with all that is
 * wrong.
 *
 * Schemas are compiled when the route is first used: what is right passes at a third of the cost, what is wrong is then told by zod as
 * ever.
 */
export function inputCheckOf(route: AppRoute): (input: RouteInput) => RouteInput {
  const checkParams = checkOf(route.pathParams);
  const checkQuery = checkOf(route.query);
  const checkBody = checkOf(takesBody(route) ? (route as { readonly body?: unknown }).body : undefined);
  return (input) => {
    const params = checkParams(input.params);
    const query = checkQuery(input.query);
    const body = checkBody(input.body);
    if (params.success && query.success && body.success) {
      return { params: params.data, query: query.data, body: body.data };
    }
    throw new InputFault({ path: issuesOf(params), query: issuesOf(query), body: issuesOf(body) });
  };
}

type Check = (value: unknown) => z.ZodSafeParseResult<unknown>;

const nothing = { success: true, data: undefined } as const;

function checkOf(schema: unknown): Check {
  if (schema === undefined) return () => nothing;
  let compiled: z.ZodType | undefined;
  return (value) => {
    compiled ??= z.compile(schema as z.ZodType);
    return compiled.safeParse(value);
  };
}

function issuesOf({ error }: z.ZodSafeParseResult<unknown>): InputIssues {
  return error?.issues ?? [];
}
