import { z } from 'zod';

export const time = z.iso.datetime().meta({
  description: 'RFC 3339, UTC, with milliseconds.',
  examples: ['2026-11-21T10:15:00.000Z'],
  override: { pattern: undefined },
});
