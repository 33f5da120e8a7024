import { type Setting, settings } from './settings.js';

/** What `scrollback --help` prints. */
export const usage = `Usage: scrollback [--help] [--version]
       scrollback token
       scrollback backup FILE

Serves the sessions and chat memory of LLM apps over HTTP.

scrollback token prints a token for SCROLLBACK_AUTH_REQUIRED=1. It is signed with SCROLLBACK_AUTH_SECRET (HS256) and has no
claims, so it is good until the secret changes.

scrollback backup writes a copy of the SQLite file that SCROLLBACK_STORE names, while servers use it.

It is configured by environment variables. What stands in brackets is Zep's name, which counts where the first is not set:

${Object.values<Setting<unknown>>(settings).map(describe).join('\n')}
`;

function describe({ name, alias, default: fallback, description }: Setting<unknown>): string {
  return `  ${name}=${fallback}${alias === undefined ? '' : ` [${alias}]`}\n      ${description}`;
}
