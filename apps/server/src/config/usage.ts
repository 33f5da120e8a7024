import { settings } from './settings.js';

/** What `scrollback --help` prints. */
export const usage = `Usage: scrollback [--help] [--version]

Serves the sessions and chat memory of LLM apps over HTTP. It is configured by environment variables:

${Object.values(settings)
  .map(({ name, default: fallback, description }) => `  ${name}=${fallback}\n      ${description}`)
  .join('\n')}
`;
