import type { IRouter, NextFunction, Request, RequestHandler, Response } from 'express';

/** Routes that are looked up by method and shape of the path, in place of trying one pattern after the other. */
export interface RouteTable {
  /** Takes routes as an Express router does: `get(path, ...handlers)`. Parameters are whole segments: `/sessions/:session_id`. */
  readonly registry: IRouter;
  /** Runs the handlers of the route that a request asks for, with its parameters decoded; goes on where there is none. */
  readonly dispatch: RequestHandler;
}

interface Route {
  /** Text of each segment; a parameter has none. */
  readonly segments: readonly (string | undefined)[];
  readonly parameters: readonly { readonly index: number; readonly name: string }[];
  readonly handlers: readonly RequestHandler[];
}

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

/**
 * A table of routes. Paths are compared letter by letter and to the end, as in a strict and case-sensitive Express router; a
 * parameter is never empty. Of routes that a path fits, the first one registered counts.
 *
 * Express asks each route in turn, and that is more work than most requests are otherwise.
 */
export function createRouteTable(): RouteTable {
  const table = new Map<string, Route[]>();

  function register(method: string, path: string, handlers: readonly RequestHandler[]): void {
    const segments = path.split('/');
    const route: Route = {
      segments: segments.map((segment) => (segment.startsWith(':') ? undefined : segment)),
      parameters: segments.flatMap((segment, index) =>
        segment.startsWith(':') ? [{ index, name: segment.slice(1) }] : [],
      ),
      handlers,
    };
    const key = keyOf(method, segments.length);
    table.set(key, [...(table.get(key) ?? []), route]);
  }

  const registry: Record<string, unknown> = { use() {} };
  for (const method of methods) {
    registry[method] = (path: string, ...handlers: RequestHandler[]) => register(method.toUpperCase(), path, handlers);
  }

  return {
    registry: registry as unknown as IRouter,
    dispatch(request, response, next) {
      const segments = pathOf(request.url).split('/');
      const method = request.method === 'HEAD' ? 'GET' : request.method;
      const route = table.get(keyOf(method, segments.length))?.find((each) => fits(each, segments));
      if (route === undefined) return next();
      request.params = parametersOf(route, segments);
      run(route.handlers, request, response, next);
    },
  };
}

function keyOf(method: string, segmentCount: number): string {
  return `${method} ${segmentCount}`;
}

function pathOf(url: string): string {
  const mark = url.indexOf('?');
  return mark === -1 ? url : url.slice(0, mark);
}

function fits({ segments: expected }: Route, segments: readonly string[]): boolean {
  for (let index = 0; index < expected.length; index += 1) {
    const text = expected[index];
    if (text === undefined ? segments[index] === '' : segments[index] !== text) return false;
  }
  return true;
}

/** Throws `URIError` for what is not percent-encoded UTF-8. */
function parametersOf({ parameters }: Route, segments: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { index, name } of parameters) {
    const segment = segments[index] as string;
    found[name] = segment.includes('%') ? decodeURIComponent(segment) : segment;
  }
  return found;
}

/** Each calls the next one. What one throws, or rejects with, goes on as an error. */
function run(
  handlers: readonly RequestHandler[],
  request: Request,
  response: Response,
  next: NextFunction,
  index = 0,
): void {
  const handler = handlers[index];
  if (handler === undefined) {
    next();
    return;
  }
  const result: unknown = handler(request, response, (error?: unknown) => {
    if (error !== undefined) next(error);
    else run(handlers, request, response, next, index + 1);
  });
  if (result instanceof Promise) result.catch(next);
}
