import type { Redis } from 'ioredis';
import { type Call, unavailable } from './call.js';
import { faultOf, SilenceError } from './errors.js';
import type { Gate } from './gate.js';
import type { Client, CommandName, Replies, ScriptName } from './scripts.js';

/** The way to Redis, for every call. */
export interface Connection {
  readonly client: Client;
  readonly isCluster: boolean;
  /** A replica may take over, and what the master had acknowledged in its last moments is lost then. */
  readonly mayFailOver: boolean;
  /** Resolves when Redis can be asked; rejects when the time of the call is over. */
  ready(call: Call): Promise<void>;
  /**
   * Sends when Redis can be asked, and again if it said "not now" or was lost, until the time of the call is over.
   *
   * So whatever is sent has to be harmless when it is repeated. With `isWrite`, a loss makes the call uncertain.
   */
  ask<T>(call: Call, send: (client: Client) => Promise<T>, isWrite?: boolean): Promise<T>;
  /** Runs a script with its keys and arguments, in this way. */
  run<Name extends ScriptName>(
    call: Call,
    name: Name,
    values: readonly (string | number)[],
    isWrite?: boolean,
  ): Promise<Replies[Name]>;
}

const pauseMs = 100;
/** A step that begins within this time of its call has the time-out of the client; a later one needs a shorter one of its own. */
const promptMs = 2_300;

export function createConnection(client: Client, gate: Gate): Connection {
  const isCluster = client.isCluster;

  async function ask<T>(call: Call, send: (client: Client) => Promise<T>, isWrite = false): Promise<T> {
    for (;;) {
      if (!gate.isOpen) await gate.opened(call);
      try {
        const remaining = call.deadline - Date.now();
        if (remaining >= promptMs) return await send(client);
        if (remaining <= 0) throw unavailable(call, 'there was no time left to ask Redis');
        return await within(remaining, send(client));
      } catch (error) {
        const fault = faultOf(error);
        if (isWrite && (fault === 'lost' || fault === 'silent')) call.isUncertain = true;
        if ((fault !== 'lost' && fault !== 'not-now') || call.deadline - Date.now() <= pauseMs) throw error;
        // A cluster learns of new masters when it is told so, or when it looks.
        if ('refreshSlotsCache' in client) client.refreshSlotsCache();
        if (fault === 'not-now' || isCluster) await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  }

  return {
    client,
    isCluster,
    mayFailOver: isCluster || (client as unknown as Redis).options.sentinels != null,
    ready: (call) => gate.opened(call),
    ask,
    run(call, name, values, isWrite) {
      const command: CommandName<typeof name> = `scrollback_${name}`;
      return ask(call, (client) => client[command](values) as Promise<Replies[typeof name]>, isWrite);
    },
  };
}

/** Rejects when there is no answer in time. What comes later is not looked at. */
export async function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new SilenceError(`no reply within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([answer, silence]);
  } finally {
    clearTimeout(timer);
  }
}
