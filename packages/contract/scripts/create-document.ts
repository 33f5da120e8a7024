import { type AppRoute, type AppRouter, isAppRoute, isAppRouteNoBody } from '@ts-rest/core';
import { z } from 'zod';
import {
  createDocument,
  type ZodOpenApiObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiParameters,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { nativeContract } from '../src/native/contract.js';
import { type ProblemResponse, problem, problemContentType, problems } from '../src/native/problem.js';
import type { RouteFacts } from '../src/native/route.js';
import { headerReference, headers, ifMatch, ifNoneMatch } from './headers.js';
import { bearer } from './security.js';
import { description, tags } from './texts.js';

/** The OpenAPI 3.1 document of the native surface, made from the contract. */
export function createOpenApiDocument(): object {
  const paths: NonNullable<ZodOpenApiObject['paths']> = {};
  for (const { name, route } of routesOf(nativeContract)) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(name, route) };
  }
  return createDocument(
    {
      openapi: '3.1.0',
      info: { title: 'Scrollback', version: '1', description, license: { name: 'MIT', identifier: 'MIT' } },
      servers: [{ url: 'http://127.0.0.1:8000', description: 'A server with default settings' }],
      tags,
      paths,
      // Without a token while the server takes none, as it does by default.
      security: [{ bearer: [] }, {}],
      components: { headers, securitySchemes: { bearer } },
    },
    {
      // Answers may grow members; requests may not have unknown ones.
      override: ({ jsonSchema, io }) => {
        if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
        for (const [key, value] of Object.entries(jsonSchema)) {
          if (value === undefined) delete (jsonSchema as Record<string, unknown>)[key];
        }
      },
      allowEmptySchema: { custom: true },
    },
  );
}

function routesOf(router: AppRouter, names: readonly string[] = []): { name: readonly string[]; route: AppRoute }[] {
  return Object.entries(router).flatMap(([key, entry]) => {
    const name = [...names, key];
    return isAppRoute(entry) ? [{ name, route: entry }] : routesOf(entry, name);
  });
}

function operation(name: readonly string[], route: AppRoute): ZodOpenApiOperationObject {
  const facts = route.metadata as RouteFacts;
  const body = 'body' in route && !isAppRouteNoBody(route.body) ? (route.body as z.ZodType) : undefined;
  return {
    operationId: name.join('.'),
    tags: [name[0] as string],
    summary: route.summary as string,
    ...(route.description === undefined ? {} : { description: route.description }),
    ...(takesToken(route) ? {} : { security: [] }),
    requestParams: parameters(route, facts),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: {
              'application/json': { schema: body },
              ...(facts.takesMergePatch ? { 'application/merge-patch+json': { schema: body } } : {}),
            },
          },
        }),
    responses: responses(route, facts),
  };
}

function takesToken({ responses }: AppRoute): boolean {
  return 401 in responses;
}

function parameters(route: AppRoute, facts: RouteFacts): ZodOpenApiParameters {
  const header = {
    ...(facts.takesIfMatch ? { 'If-Match': ifMatch } : {}),
    ...(facts.hasETag && route.method === 'GET' ? { 'If-None-Match': ifNoneMatch } : {}),
  };
  return {
    path: route.pathParams as z.ZodObject,
    query: route.query as z.ZodObject,
    ...(Object.keys(header).length > 0 ? { header: z.object(header) } : {}),
  };
}

function responses(route: AppRoute, facts: RouteFacts): ZodOpenApiResponsesObject {
  const etag = facts.hasETag ? { ETag: headerReference('ETag') } : {};
  const location = facts.hasLocation ? { Location: headerReference('Location') } : {};
  const result: ZodOpenApiResponsesObject = {};
  for (const [status, response] of Object.entries(route.responses)) {
    const key = status as `${1 | 2 | 4 | 5}${string}`;
    if (isProblem(response)) {
      result[key] = problemResponse(response, status);
    } else if (isAppRouteNoBody(response)) {
      result[key] = { description: facts.success, headers: { 'X-Request-Id': headerReference('RequestId') } };
    } else {
      result[key] = {
        description: facts.success,
        headers: { 'X-Request-Id': headerReference('RequestId'), ...etag, ...location },
        content: { 'application/json': { schema: response as z.ZodType } },
      };
    }
  }
  if (facts.hasETag && route.method === 'GET') {
    result['304'] = {
      description: 'What `If-None-Match` names is still current',
      headers: { 'X-Request-Id': headerReference('RequestId'), ...etag },
    };
  }
  return result;
}

function isProblem(response: unknown): response is ProblemResponse {
  return typeof response === 'object' && response !== null && 'codes' in response;
}

function problemResponse({ codes }: ProblemResponse, status: string) {
  return {
    description: codes.map((code) => `\`${code}\`: ${problems[code].title}`).join('. \n'),
    headers: {
      'X-Request-Id': headerReference('RequestId'),
      ...(status === '401' ? { 'WWW-Authenticate': headerReference('WwwAuthenticate') } : {}),
      ...(status === '503' ? { 'Retry-After': headerReference('RetryAfter') } : {}),
    },
    content: { [problemContentType]: { schema: problem } },
  };
}
