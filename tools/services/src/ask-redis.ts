import { connect } from 'node:net';
import { frameEnd } from './resp.js';

/** Sends one command on a connection of its own and answers with the reply as it came; rejects when there is none. */
export function askRedis(port: number, command: readonly string[], timeoutMs = 2_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let received: Buffer = Buffer.alloc(0);
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`no reply within ${timeoutMs} ms`)));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the connection closed without a reply')));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (frameEnd(received, 0) === undefined) return;
      resolve(received.toString('utf8'));
      socket.destroy();
    });
    socket.write(
      `*${command.length}\r\n${command.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`).join('')}`,
    );
  });
}
