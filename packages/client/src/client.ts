import { type ClientOptions, toSettings } from './client-options.js';
import { Messages } from './resources/messages.js';
import { Sessions } from './resources/sessions.js';
import { Users } from './resources/users.js';
import { createSend } from './send.js';

/**
 * A client of one Scrollback server. It holds no connection and needs no closing; one serves a whole program.
 *
 * Names of fields are those of the wire, in snake_case; names that belong to the client are in camelCase.
 */
export class Scrollback {
  readonly sessions: Sessions;
  readonly messages: Messages;
  readonly users: Users;

  /** Throws `TypeError` for options that can never work. Asks the server nothing. */
  constructor(options: ClientOptions = {}) {
    const send = createSend(toSettings(options));
    this.sessions = new Sessions(send);
    this.messages = new Messages(send);
    this.users = new Users(send);
  }
}
