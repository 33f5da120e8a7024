import { destination, type Logger, pino } from 'pino';

/** JSON lines on standard error; standard output is for the line that says where the server listens. */
export function createLogger(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      // Nothing here logs headers; whoever begins to will not leak these.
      redact: ['*.headers.authorization', '*.headers.cookie', 'headers.authorization', 'headers.cookie'],
    },
    destination({ fd: 2, sync: true }),
  );
}
