import type { Socket } from 'node:net';
import { deserialize, serialize } from 'node:v8';

const HEADER = 4;

export function sendFrame(socket: Socket, value: unknown): void {
  const body = serialize(value);
  const header = Buffer.alloc(HEADER);
  header.writeUInt32BE(body.length);
  socket.write(Buffer.concat([header, body]));
}

/** Calls `receive` with each value that `sendFrame` sent at the other end. */
export function receiveFrames(socket: Socket, receive: (value: unknown) => void): void {
  let buffered = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    buffered = Buffer.concat([buffered, chunk]);
    while (buffered.length >= HEADER && buffered.length >= HEADER + buffered.readUInt32BE()) {
      const end = HEADER + buffered.readUInt32BE();
      receive(deserialize(buffered.subarray(HEADER, end)));
      buffered = buffered.subarray(end);
    }
  });
}
