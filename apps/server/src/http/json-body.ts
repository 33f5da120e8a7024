import type { RouteFacts } from '@scrollback/contract';
import type { AppRoute } from '@ts-rest/core';
import type { Request } from 'express';
import { parseJson } from './check-json.js';
import { readJsonBody } from './read-json-body.js';

export interface JsonBodyOptions {
  readonly maxBytes: number;
  readonly maxMetadataDepth: number;
}

const json = ['application/json'];
const jsonOrMergePatch = [...json, 'application/merge-patch+json'];

/** Reads, parses and checks the bodies of a route, before its schema sees them. */
export function jsonBody({ maxBytes, maxMetadataDepth }: JsonBodyOptions) {
  return (route: AppRoute) => {
    const types = (route.metadata as RouteFacts).takesMergePatch ? jsonOrMergePatch : json;
    const options = { maxBytes, types };
    return async (request: Request) => parseJson(await readJsonBody(request, options), maxMetadataDepth);
  };
}
