const ARRAY = 0x2a; // *
const BULK = 0x24; // $
const SIMPLE = new Set([0x2b, 0x2d, 0x3a]); // + - :

/** Where the RESP2 frame that begins at `start` ends, or `undefined` while it is not complete. */
export function frameEnd(buffer: Buffer, start: number): number | undefined {
  const afterLine = lineEnd(buffer, start);
  if (afterLine === undefined) return undefined;
  const type = buffer[start] as number;
  if (SIMPLE.has(type)) return afterLine;

  const length = Number(buffer.toString('latin1', start + 1, afterLine - 2));
  if ((type !== BULK && type !== ARRAY) || !Number.isInteger(length)) {
    throw new Error(`no RESP2 frame: ${JSON.stringify(buffer.toString('latin1', start, start + 40))}`);
  }
  if (length < 0) return afterLine;
  if (type === BULK) return afterLine + length + 2 <= buffer.length ? afterLine + length + 2 : undefined;

  let end: number | undefined = afterLine;
  for (let item = 0; item < length && end !== undefined; item += 1) end = frameEnd(buffer, end);
  return end;
}

/** Cuts a stream into its frames. */
export function createFrameSplitter(): (chunk: Buffer) => Buffer[] {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    const buffer = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const frames: Buffer[] = [];
    let start = 0;
    for (let end = frameEnd(buffer, start); end !== undefined; end = frameEnd(buffer, start)) {
      frames.push(buffer.subarray(start, end));
      start = end;
    }
    rest = buffer.subarray(start);
    return frames;
  };
}

/** The words of a request, which is an array of bulk strings. */
export function toCommand(frame: Buffer): string[] {
  if (frame[0] !== ARRAY) throw new Error(`no request: ${JSON.stringify(frame.toString('latin1', 0, 40))}`);
  const words: string[] = [];
  let position = lineEnd(frame, 0) as number;
  while (position < frame.length) {
    const start = lineEnd(frame, position) as number;
    const end = start + Number(frame.toString('latin1', position + 1, start - 2));
    words.push(frame.toString('utf8', start, end));
    position = end + 2;
  }
  return words;
}

function lineEnd(buffer: Buffer, start: number): number | undefined {
  const index = buffer.indexOf('\r\n', start, 'latin1');
  return index === -1 ? undefined : index + 2;
}
