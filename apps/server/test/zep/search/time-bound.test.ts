import { describe, expect, it } from 'vitest';
import { parseTimeBound } from '../../../src/zep/search/time-bound.js';

describe('a time bound', () => {
  const read: readonly (readonly [text: string, time: string])[] = [
    ['2023-07-05', '2023-07-05T00:00:00.000Z'],
    ['2023-07-05T10:20', '2023-07-05T10:20:00.000Z'],
    ['2023-07-05T10:20:30', '2023-07-05T10:20:30.000Z'],
    ['2023-07-05 10:20:30', '2023-07-05T10:20:30.000Z'],
    ['2023-07-05T10:20:30Z', '2023-07-05T10:20:30.000Z'],
    ['2023-07-05t10:20:30z', '2023-07-05T10:20:30.000Z'],
    [' 2023-07-05T10:20:30.057Z ', '2023-07-05T10:20:30.057Z'],
    ['2023-07-05 10:20:30.123000+00:00', '2023-07-05T10:20:30.123Z'],
    ['2023-07-05T10:20:30.5+02:00', '2023-07-05T08:20:30.500Z'],
    ['2023-07-05T10:20:30-0330', '2023-07-05T13:50:30.000Z'],
    ['2023-07-05 10:20:30 +02', '2023-07-05T08:20:30.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['0099-12-31T23:59:59,999Z', '0099-12-31T23:59:59.999Z'],
  ];

  it.for(read)('%s › is %s', ([text, time]) => {
    expect(parseTimeBound('start_date', text)).toBe(Date.parse(time));
  });

  it('may lie between two milliseconds', () => {
    const millisecond = Date.parse('2023-07-05T10:20:30.123Z');
    expect(parseTimeBound('end_date', '2023-07-05T10:20:30.123001Z')).toBeGreaterThan(millisecond);
    expect(parseTimeBound('end_date', '2023-07-05T10:20:30.122999Z')).toBeLessThan(millisecond);
  });

  const refused = [
    '',
    'yesterday',
    '2023',
    '2023-07',
    '05.07.2023',
    '2023-02-29',
    '2023-02-30T00:00:00Z',
    '2023-13-01',
    '2023-07-00',
    '2023-07-05T24:00:00',
    '2023-07-05T10:60',
    '2023-07-05T10:20:61',
    '2023-07-05T10',
    '2023-07-05T10:20:30+24:00',
    '2023-07-05T10:20:30+01:60',
    '2023-07-05Z',
    "2023-07-05'; drop table message; --",
    1_688_515_200,
    true,
    ['2023-07-05'],
    {},
  ];

  it.for(refused)('%j › is refused', (value) => {
    expect(() => parseTimeBound('end_date', value)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
    expect(() => parseTimeBound('end_date', value)).toThrow(/^metadata\.end_date /);
  });
});
