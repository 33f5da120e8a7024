import type { Background } from './background.js';
import type { Connection } from './connection.js';
import type { Keys } from './keys.js';
import type { Settings } from './options.js';
import type { Positions } from './positions.js';
import type { Tokens } from './tokens.js';

/** What every operation of one handle works with. */
export interface Context {
  readonly connection: Connection;
  readonly keys: Keys;
  readonly settings: Settings;
  readonly tokens: Tokens;
  readonly background: Background;
  readonly positions: Positions;
}
