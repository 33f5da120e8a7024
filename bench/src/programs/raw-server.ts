import { type AddressInfo, createServer } from 'node:net';

/**
 * Answers whatever comes with the same bytes, and understands nothing: what it serves a second is what the load generator can
 * ask for a second.
 */
const body = 'x'.repeat(300);
const answer = Buffer.from(
  `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
);

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => socket.destroy());
});
server.on('connection', (socket) => socket.on('data', () => socket.write(answer)));
server.listen(0, '127.0.0.1', () => {
  console.log(`listens on http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
