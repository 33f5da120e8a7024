import type { DocumentCollection, ZepClient } from '../zep-js.js';

/** The part of a client that methods hang on: its name in front of theirs. */
export type Owner = readonly [name: string, owner: object];

/** `init` is static; the only other caller of `checkServer`, which is private, would be a test. */
const NOT_CALLED_BY_USERS = ['constructor', 'checkServer'];

/** The client, whatever managers it has, and a collection: read from the client itself, so that no version hides one. */
export function ownersOf(client: ZepClient, collection: DocumentCollection): Owner[] {
  const managers = Object.entries(client).filter(([, value]) => isInstanceOfClass(value));
  return [['client', client], ...managers, ['collection', collection]];
}

/** The methods and accessors of their classes, as `memory.getSession`. */
export function publicMethods(owners: readonly Owner[]): string[] {
  const names = owners.flatMap(([name, owner]) =>
    Object.getOwnPropertyNames(Object.getPrototypeOf(owner))
      .filter((method) => !NOT_CALLED_BY_USERS.includes(method))
      .map((method) => `${name}.${method}`),
  );
  return [...names, 'client.init'].toSorted();
}

function isInstanceOfClass(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) !== Object.prototype;
}
