import { type AppRoute, type AppRouter, isAppRoute } from '@ts-rest/core';
import type { createExpressEndpoints } from '@ts-rest/express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { JsonStream } from './json-stream.js';
import type { JsonText } from './json-text.js';
import { inputCheckOf, takesBody } from './route-input.js';
import type { RouteTable } from './route-table.js';

type Handlers<Contract extends AppRouter> = Parameters<typeof createExpressEndpoints<Contract>>[1];

/** Answers a request to a route, with the parameters of its path as they are written. What goes wrong is handed to `next`. */
export type ServeRoute = (
  request: Request,
  response: Response,
  next: NextFunction,
  params: Readonly<Record<string, string>>,
) => void;

/** How the requests of a surface are understood. */
export interface MountOptions {
  /** The query of a target. */
  readonly parseQuery: (url: string) => unknown;
  /** Reads and parses the bodies of a route that takes one. */
  readonly readBody?: (route: AppRoute) => (request: Request) => Promise<unknown>;
  /** Runs before each route, and decides whether it goes on. */
  readonly before?: readonly RequestHandler[];
}

interface Answer {
  readonly status: number;
  readonly body: JsonText | JsonStream | undefined;
}

type Implementation = (
  input: { readonly req: Request } & ReturnType<ReturnType<typeof inputCheckOf>>,
) => Promise<Answer>;

/**
 * Adds the routes of `contract` to `table`, each with its handler.
 *
 * Does what `createExpressEndpoints` of ts-rest does, with all that does not depend on the request prepared: see decision 0013.
 */
export function mount<Contract extends AppRouter>(
  table: RouteTable<ServeRoute>,
  contract: Contract,
  handlers: Handlers<Contract>,
  options: MountOptions,
): void {
  for (const [name, entry] of Object.entries(contract)) {
    const handler = (handlers as Record<string, unknown>)[name];
    if (!isAppRoute(entry)) {
      mount(table, entry, handler as Handlers<typeof entry>, options);
    } else {
      const serve = serveRoute(entry, handler as Implementation, options);
      table.add(entry.method, entry.path, runBefore(options.before ?? [], serve));
    }
  }
}

function serveRoute(route: AppRoute, handler: Implementation, { parseQuery, readBody }: MountOptions): ServeRoute {
  const check = inputCheckOf(route);
  const read = takesBody(route) ? readBody?.(route) : undefined;

  async function answer(request: Request, response: Response, params: Readonly<Record<string, string>>): Promise<void> {
    const body = read === undefined ? undefined : await read(request);
    const input = check({ params: decoded(params), query: parseQuery(request.url), body });
    const result = await handler({ params: input.params, query: input.query, body: input.body, req: request });
    response.statusCode = result.status;
    if (result.body === undefined) response.end();
    else response.json(result.body);
  }

  return (request, response, next, params) => {
    answer(request, response, params).catch(next);
  };
}

/** Throws `URIError` for what is not percent-encoded UTF-8. */
function decoded(params: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const name in params) {
    if (!params[name]?.includes('%')) continue;
    return Object.fromEntries(Object.entries(params).map(([key, segment]) => [key, decodeURIComponent(segment)]));
  }
  return params;
}

/** `serve`, after all of `handlers` have let a request pass, one after the other. */
function runBefore(handlers: readonly RequestHandler[], serve: ServeRoute): ServeRoute {
  return handlers.reduceRight<ServeRoute>(
    (following, handler) => (request, response, next, params) => {
      const result: unknown = handler(request, response, (error?: unknown) => {
        if (error === undefined) following(request, response, next, params);
        else next(error);
      });
      if (result instanceof Promise) result.catch(next);
    },
    serve,
  );
}

/** Answers what `table` has a route for, and leaves the rest to `others`. */
export function dispatchTo(table: RouteTable<ServeRoute>, others: RequestHandler): RequestHandler {
  return (request, response, next) => {
    const found = table.find(request.method, request.url);
    if (found === undefined) others(request, response, next);
    else found.entry(request, response, next, found.params);
  };
}
