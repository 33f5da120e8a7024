/** The bytes of a request as a client on a keep-alive connection sends it. */
export function toRequestBytes(method: string, path: string, body?: string): Buffer {
  const lines = [
    `${method} ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'User-Agent: scrollback-bench',
    'Accept: application/json',
  ];
  if (body !== undefined) lines.push('Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body ?? ''}`);
}

/** Writes `value` in decimal digits, filled up with zeros on the left. */
export function writeDigits(bytes: Buffer, start: number, width: number, value: number): void {
  let rest = value;
  for (let index = start + width - 1; index >= start; index -= 1) {
    bytes[index] = 0x30 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
}

/** Where `text` begins in `bytes`, each time it is there. */
export function findAll(bytes: Buffer, text: string): number[] {
  const found: number[] = [];
  for (let at = bytes.indexOf(text); at !== -1; at = bytes.indexOf(text, at + text.length)) found.push(at);
  return found;
}
