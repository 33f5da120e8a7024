import type { RouteFacts } from '@scrollback/contract';
import { type AppRoute, isAppRouteNoBody } from '@ts-rest/core';
import type { NextFunction, Request, RequestHandler } from 'express';
import { parseJson } from './check-json.js';
import { readJsonBody } from './read-json-body.js';

export interface JsonBodyOptions {
  readonly maxBytes: number;
  readonly maxMetadataDepth: number;
}

const json = ['application/json'];
const jsonOrMergePatch = [...json, 'application/merge-patch+json'];

/** Reads, parses and checks the body of routes that take one, before their schema sees it. */
export function jsonBody({ maxBytes, maxMetadataDepth }: JsonBodyOptions): RequestHandler {
  async function read(request: Request, types: readonly string[], next: NextFunction): Promise<void> {
    request.body = parseJson(await readJsonBody(request, { maxBytes, types }), maxMetadataDepth);
    next();
  }

  return (request, _response, next) => {
    const { tsRestRoute: route } = request as typeof request & { readonly tsRestRoute: AppRoute };
    if (!('body' in route) || isAppRouteNoBody(route.body)) return next();
    return read(request, (route.metadata as RouteFacts).takesMergePatch ? jsonOrMergePatch : json, next);
  };
}
