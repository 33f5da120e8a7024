import type { JsonValue } from '@scrollback/core';
import { excerpt, searchFault } from './search-fault.js';

const form =
  /^(?<date>\d{4}-\d{2}-\d{2})(?:[Tt ](?<minutes>\d{2}:\d{2})(?::(?<seconds>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?(?: ?(?:[Zz]|(?<sign>[+-])(?<hours>\d{2}):?(?<rest>\d{2})?))?)?$/;

/**
 * Epoch milliseconds, with a fraction when the text is finer, of an ISO 8601 date or date and time, as people and languages write
 * it: `T` or a space between them, seconds and offset may be missing. Without an offset it is UTC; a date alone is its first
 * moment, as a bound at the end too. Throws a `RequestFault` that names `name`, also for days and hours that do not exist.
 */
export function parseTimeBound(name: string, value: JsonValue): number {
  if (typeof value !== 'string') throw searchFault(`metadata.${name} must be a string with an ISO 8601 date and time`);
  const parts = form.exec(value.trim())?.groups;
  const time = parts === undefined ? Number.NaN : toEpoch(parts);
  if (Number.isNaN(time)) {
    throw searchFault(`metadata.${name} is not an ISO 8601 date and time: ${excerpt(value)}`);
  }
  return time;
}

function toEpoch(parts: Readonly<Record<string, string | undefined>>): number {
  const { date, minutes = '00:00', seconds = '00', fraction = '', sign, hours = '00', rest = '00' } = parts;
  const text = `${date}T${minutes}:${seconds}.000Z`;
  const whole = Date.parse(text);
  // A 30th of February is taken for the 2nd of March, and 24:00 for the next day.
  if (Number.isNaN(whole) || new Date(whole).toISOString() !== text) return Number.NaN;
  const offset = Number(hours) * 60 + Number(rest);
  if (Number(hours) > 15 || Number(rest) > 59) return Number.NaN;
  const milliseconds = Number(fraction.padEnd(9, '0')) / 1_000_000;
  return whole + milliseconds - (sign === '-' ? -offset : offset) * 60_000;
}
