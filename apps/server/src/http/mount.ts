import type { AppRouter, FlattenAppRouter } from '@ts-rest/core';
import { createExpressEndpoints, type TsRestRequestHandler } from '@ts-rest/express';
import type { IRouter, RequestHandler } from 'express';
import { createRouteTable } from './route-table.js';

type Handlers<Contract extends AppRouter> = Parameters<typeof createExpressEndpoints<Contract>>[1];

/** Puts the routes of `contract` on `router`. `readBody` runs before each of them, and finds the route in `request.tsRestRoute`. */
export function mount<Contract extends AppRouter>(
  router: IRouter,
  contract: Contract,
  handlers: Handlers<Contract>,
  readBody?: RequestHandler,
): void {
  const middleware: readonly unknown[] = readBody === undefined ? [] : [readBody];
  const { registry, dispatch } = createRouteTable();
  createExpressEndpoints<Contract>(contract, handlers, registry, {
    globalMiddleware: middleware as TsRestRequestHandler<FlattenAppRouter<Contract>>[],
    requestValidationErrorHandler: (error, _request, _response, next) => next(error),
    responseValidation: false,
    logInitialization: false,
  });
  router.use(dispatch);
}
