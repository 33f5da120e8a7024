import { zepContract, zepPath } from '@scrollback/contract';
import type { IRouter, RequestHandler } from 'express';
import { RequestFault } from '../http/request-fault.js';
import { methodsOf } from '../http/unmatched.js';
import { presentLine } from './present.js';

/** What no route of the Zep surface has taken. Register it after the routes. */
export function registerZepUnmatched(router: IRouter): void {
  for (const [path, methods] of methodsOf(zepContract.api)) router.all(path, refuseMethod([...methods].join(', ')));
  router.all(`${zepPath}/collection/*rest`, refuseCollections);
  router.use(refuseRoute);
}

function refuseMethod(allow: string): RequestHandler {
  return () => {
    throw new RequestFault('method_not_allowed', '', { fields: ['allow', allow] });
  };
}

const noCollections = presentLine(
  'document collections are not part of Scrollback, which keeps sessions, messages and users',
);

const refuseCollections: RequestHandler = (_request, response) => {
  response.status(501).json(noCollections);
};

export const refuseRoute: RequestHandler = () => {
  throw new RequestFault('route_not_found', '');
};
