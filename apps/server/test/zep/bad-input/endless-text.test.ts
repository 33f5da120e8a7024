import { expect, it } from 'vitest';
import { describeZep } from '../zep.js';
import { post } from './row.js';

describeZep('text that never ends', (zep) => {
  // The time-out is what fails: looking for the end again from each quote takes hours for 5 MiB.
  it.each([
    ['escaped quotes', '{"', '\\"'],
    ['backslashes', '{"', '\\\\'],
    ['strings', '{', '""'],
    ['brackets', '', '['],
    ['members', '', '{"":'],
    ['blanks', '', ' '],
    ['minus signs', '', '-'],
    ['escapes of halves of pairs', '{"', '\\ud800'],
  ])('of %s is refused at once', { timeout: 3_000 }, async (_, start, part) => {
    const answer = await zep.send(post('/sessions', start + part.repeat(60_000)));
    expect([answer.status, answer.headers['content-type']]).toEqual([400, 'text/plain; charset=utf-8']);
  });
});
