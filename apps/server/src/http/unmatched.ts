import { type AppRouter, isAppRoute } from '@ts-rest/core';
import type { IRouter, RequestHandler } from 'express';
import { RequestFault } from './request-fault.js';

/** What no route has taken: OPTIONS of known paths, other methods of known paths, unknown paths. Register it after the routes. */
export function registerUnmatched(router: IRouter, contract: AppRouter): void {
  for (const [path, methods] of methodsOf(contract)) {
    const allow = [...methods, 'OPTIONS'].join(', ');
    router.options(path, answerOptions(allow));
    router.all(path, refuseMethod(allow));
  }
  router.use(refuseRoute);
}

/** The methods that each path of a contract takes. */
export function methodsOf(
  router: AppRouter,
  result = new Map<string, Set<string>>(),
): ReadonlyMap<string, ReadonlySet<string>> {
  for (const entry of Object.values(router)) {
    if (isAppRoute(entry)) {
      const methods = result.get(entry.path) ?? new Set();
      result.set(entry.path, methods.add(entry.method));
      if (entry.method === 'GET') methods.add('HEAD');
    } else {
      methodsOf(entry, result);
    }
  }
  return result;
}

function answerOptions(allow: string): RequestHandler {
  return (_request, response) => {
    response.writeHead(204, ['allow', allow]).end();
  };
}

function refuseMethod(allow: string): RequestHandler {
  return ({ method }) => {
    throw new RequestFault('method_not_allowed', `the path takes ${allow}, not ${method}`, {
      fields: ['allow', allow],
    });
  };
}

const refuseRoute: RequestHandler = () => {
  throw new RequestFault('route_not_found', 'there is nothing under this path; /openapi.json lists what there is');
};
