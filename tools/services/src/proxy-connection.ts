import { connect, type Socket } from 'node:net';
import { createFrameSplitter, toCommand } from './resp.js';

export type Fate = 'forward' | 'hold' | 'cut-before' | 'cut-after' | 'refuse';

export interface ProxyConnectionOptions {
  client: Socket;
  targetPort: number;
  seen(command: string[], isNewRoundTrip: boolean): void;
  /** Not asked about what waits behind a held request. */
  judge(command: string[]): Fate;
  refuse(): void;
  closed(): void;
}

export interface ProxyConnection {
  readonly heldCount: number;
  release(): void;
  cut(): void;
}

/** These are answered by any number of frames, so their replies cannot be counted off. */
const UNCOUNTED = new Set(['SUBSCRIBE', 'PSUBSCRIBE', 'SSUBSCRIBE', 'UNSUBSCRIBE', 'PUNSUBSCRIBE', 'MONITOR']);

export function createProxyConnection(options: ProxyConnectionOptions): ProxyConnection {
  const { client } = options;
  const upstream = connect(options.targetPort, '127.0.0.1');
  /** For each forwarded request without a reply: whether its reply is delivered, or cuts the connection. */
  const replies: ('deliver' | 'cut')[] = [];
  let held: Buffer[] = [];
  let isHolding = false;
  /** No further request is taken; the connection ends with the reply to the last one forwarded. */
  let isClosing = false;
  let isClientGone = false;

  const splitRequests = createFrameSplitter();
  const splitReplies = createFrameSplitter();

  client.setNoDelay(true);
  upstream.setNoDelay(true);
  client.on('data', (chunk: Buffer) => orCut(() => splitRequests(chunk).forEach(takeRequest)));
  upstream.on('data', (chunk: Buffer) => orCut(() => splitReplies(chunk).forEach(takeReply)));
  for (const socket of [client, upstream]) socket.on('error', () => {});
  client.on('close', () => {
    isClientGone = true;
    endUpstream();
  });
  upstream.on('close', () => {
    client.destroy();
    options.closed();
  });

  return {
    get heldCount() {
      return held.length;
    },
    release() {
      const frames = held;
      held = [];
      isHolding = false;
      for (const frame of frames) forward(frame, 'deliver');
      if (isClientGone) endUpstream();
    },
    cut,
  };

  function takeRequest(frame: Buffer): void {
    if (isClosing) return;
    const isNewRoundTrip = replies.length === 0 && held.length === 0;
    const command = toCommand(frame);
    options.seen(command, isNewRoundTrip);
    const fate = isHolding ? 'hold' : options.judge(command);
    if (fate === 'hold') {
      isHolding = true;
      held.push(frame);
    } else if (fate === 'forward') {
      forward(frame, 'deliver');
    } else if (fate === 'cut-after') {
      isClosing = true;
      forward(frame, 'cut');
    } else if (fate === 'cut-before') {
      isClosing = true;
      cutWhenAnswered();
    } else {
      options.refuse();
    }
  }

  function forward(frame: Buffer, reply: 'deliver' | 'cut'): void {
    if (!UNCOUNTED.has(toCommand(frame)[0]?.toUpperCase() ?? '')) replies.push(reply);
    upstream.write(frame);
  }

  function takeReply(frame: Buffer): void {
    if (replies.shift() === 'cut') {
      cut();
      return;
    }
    if (!isClientGone) client.write(frame);
    if (isClosing) cutWhenAnswered();
  }

  function cutWhenAnswered(): void {
    if (replies.length === 0) client.end(cut);
  }

  function cut(): void {
    held = [];
    client.destroy();
    upstream.destroy();
  }

  /** Lets what was sent, and what is held, still reach Redis: so does a packet that the network delays. */
  function endUpstream(): void {
    if (!isHolding) upstream.end();
  }

  function orCut(work: () => void): void {
    try {
      work();
    } catch (error) {
      cut();
      throw error;
    }
  }
}
