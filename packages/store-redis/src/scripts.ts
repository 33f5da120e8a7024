import { readFileSync } from 'node:fs';
import type { Cluster, Redis } from 'ioredis';

/** The number of keys that each script takes. */
const keyCounts = {
  commitSession: 5,
  readSession: 2,
  messagesById: 3,
  loadSession: 2,
  trimSession: 3,
  purgeSession: 5,
  placeSession: 12,
  takeUserBack: 5,
  settleSession: 3,
  listSessions: 1,
  sweepTombstones: 2,
  commitUser: 5,
  listUsers: 1,
  purgeUser: 4,
  beginHistory: 3,
  listsEpoch: 2,
} as const;

export type ScriptName = keyof typeof keyCounts;

type Text = string | null;
type Argument = string | number;

/** What each script answers: see the header of its file. */
export interface Replies {
  commitSession: 1 | readonly [0, Text, Text, Text, string] | readonly [2, ...string[]] | readonly [3];
  readSession: readonly [string, ...Text[]] | null;
  messagesById: readonly [string, Text, string, ...string[]] | null;
  loadSession: readonly [Text, Text, Text, Text];
  trimSession: number;
  purgeSession: Text;
  placeSession:
    | readonly ['placed', string]
    | readonly ['stale', string, string, string, string]
    | readonly ['user_gone', string]
    | readonly ['other_user', string]
    | readonly ['other_history']
    | readonly ['lost'];
  takeUserBack: 0 | 1;
  settleSession: 0 | 1;
  listSessions: Text[];
  sweepTombstones: number;
  commitUser: readonly [1, string] | readonly [0, Text, Text, Text, string] | readonly [2];
  listUsers: Text[];
  purgeUser: 0 | 1;
  beginHistory: 0 | 1;
  listsEpoch: 0 | 1;
}

type Scripts = {
  readonly [Name in ScriptName as CommandName<Name>]: (values: readonly Argument[]) => Promise<Replies[Name]>;
};

/** The names are on a client that may be somebody else's. */
export type CommandName<Name extends ScriptName> = `scrollback_${Name}`;

export type Client = (Redis | Cluster) & Scripts;

const texts = Object.keys(keyCounts).map((name) => {
  const file = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return [name as ScriptName, readFileSync(new URL(`../lua/${file}.lua`, import.meta.url), 'utf8')] as const;
});

/**
 * Makes the scripts commands of the client. They take keys and arguments in one array.
 *
 * ioredis sends a script by its hash once a connection has seen it, and sends it as a whole when Redis does not know it any more.
 */
export function defineScripts(client: Redis | Cluster): Client {
  for (const [name, text] of texts) {
    const command: CommandName<ScriptName> = `scrollback_${name}`;
    client.defineCommand(command, { numberOfKeys: keyCounts[name], lua: text });
  }
  return client as Client;
}
