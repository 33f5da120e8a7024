import { type AppRoute, isAppRouteNoBody } from '@ts-rest/core';
import type { z } from 'zod';
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

/** The check of what requests of a route bring. It returns what the schemas make of it, and throws an `InputFault` with all that is wrong. */
export function inputCheckOf(route: AppRoute): (input: RouteInput) => RouteInput {
  const params = route.pathParams as z.ZodType | undefined;
  const query = route.query as z.ZodType | undefined;
  const body = takesBody(route) ? ((route as { readonly body?: unknown }).body as z.ZodType) : undefined;
  return (input) => {
    const checkedParams = check(params, input.params);
    const checkedQuery = check(query, input.query);
    const checkedBody = check(body, input.body);
    if (!checkedParams.success || !checkedQuery.success || !checkedBody.success) {
      throw new InputFault({
        path: issuesOf(checkedParams),
        query: issuesOf(checkedQuery),
        body: issuesOf(checkedBody),
      });
    }
    return { params: checkedParams.data, query: checkedQuery.data, body: checkedBody.data };
  };
}

const nothing = { success: true, data: undefined } as const;

function check(schema: z.ZodType | undefined, value: unknown): z.ZodSafeParseResult<unknown> {
  return schema === undefined ? nothing : schema.safeParse(value);
}

function issuesOf({ error }: z.ZodSafeParseResult<unknown>): InputIssues {
  return error?.issues ?? [];
}
