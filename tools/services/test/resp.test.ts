import { describe, expect, it } from 'vitest';
import { createFrameSplitter, toCommand } from '../src/resp.js';

const replies = ['+OK\r\n', '-ERR no\r\n', ':42\r\n', '$-1\r\n', '$0\r\n\r\n', '$4\r\na\r\nb\r\n', '*-1\r\n', '*0\r\n'];
const nested = '*3\r\n*2\r\n:1\r\n$3\r\n€\r\n*0\r\n$-1\r\n';

describe('createFrameSplitter', () => {
  it('finds the same frames however the stream is cut', () => {
    const frames = [...replies, nested, '*1\r\n$4\r\nPING\r\n'];
    const stream = Buffer.from(frames.join(''));
    for (let size = 1; size <= stream.length; size += 1) {
      const split = createFrameSplitter();
      const found: string[] = [];
      for (let start = 0; start < stream.length; start += size) {
        found.push(...split(stream.subarray(start, start + size)).map(String));
      }
      expect(found).toEqual(frames);
    }
  });

  it('refuses what is no RESP2', () => {
    expect(() => createFrameSplitter()(Buffer.from('%1\r\n+a\r\n+b\r\n'))).toThrow('no RESP2 frame');
    expect(() => createFrameSplitter()(Buffer.from('PING\r\n'))).toThrow('no RESP2 frame');
  });
});

describe('toCommand', () => {
  it('returns the words, with line ends and text of several bytes in them', () => {
    expect(toCommand(Buffer.from('*3\r\n$3\r\nSET\r\n$4\r\na\r\nb\r\n$3\r\n€\r\n'))).toEqual(['SET', 'a\r\nb', '€']);
    expect(toCommand(Buffer.from('*2\r\n$4\r\nECHO\r\n$0\r\n\r\n'))).toEqual(['ECHO', '']);
  });

  it('refuses a frame that is no request', () => {
    expect(() => toCommand(Buffer.from('+OK\r\n'))).toThrow('no request');
  });
});
