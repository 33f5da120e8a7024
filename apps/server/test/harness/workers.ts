import { Agent } from 'node:http';
import type { RunningProcess } from '@scrollback/services';
import { type Answer, type Call, send } from './send.js';

/** The processes of a server that have come to listen so far, the oldest first. */
export function workerPids(server: RunningProcess): number[] {
  return [...server.output().matchAll(/"pid":(\d+),"msg":"a worker listens"/g)].map(([, pid]) => Number(pid));
}

/** Those that logged a request lately; takes a server with `SCROLLBACK_LOG_LEVEL=debug`. */
export function servingPids(server: RunningProcess): Set<number> {
  return new Set([...server.output().matchAll(/"pid":(\d+),.*"msg":"request/g)].map(([, pid]) => Number(pid)));
}

/** A connection that stays open between requests, which come one after the other. */
export interface Connection {
  send(call: Call): Promise<Answer>;
  close(): void;
}

export function openConnection(url: string): Connection {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return { send: (call) => send(url, call, agent), close: () => agent.destroy() };
}
