import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Health, type JsonObject, nativeContract } from '@scrollback/contract';
import { initServer } from '@ts-rest/express';
import { JsonText } from '../http/json-text.js';

const server = initServer();

export interface OperationOptions {
  /** Rejects with the reason when the server cannot do its work now. */
  readonly checkReady: () => Promise<void>;
}

export function operationHandlers({ checkReady }: OperationOptions) {
  const ok = new JsonText('{"status":"ok"}') as unknown as Health;
  let document: JsonText | undefined;
  return server.router(nativeContract.operation, {
    live: async () => ({ status: 200, body: ok }),

    ready: async () => {
      await checkReady();
      return { status: 200, body: ok };
    },

    openapi: async () => {
      document ??= new JsonText(readOpenApi());
      return { status: 200, body: document as unknown as JsonObject };
    },
  });
}

/** Most servers are never asked for it, so it is read when the first one asks. */
function readOpenApi(): string {
  const document = readFileSync(fileURLToPath(import.meta.resolve('@scrollback/contract/openapi.json')), 'utf8');
  return JSON.stringify(JSON.parse(document));
}
