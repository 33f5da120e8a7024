import { type SentinelConnectionOptions, SentinelConnector } from 'ioredis';
import { listenForSwitches, type MasterSwitches } from './master-switches.js';

type ReportError = Parameters<SentinelConnector['connect']>[0];

/**
 * Connects a client to the master that Sentinels name, and leaves it the moment one of them says that it was replaced.
 *
 * Sentinels demote a living master ten seconds or more after they have named another one, and meanwhile it takes writes that are
 * lost then. So it is asked for a master only while somebody would tell of the next. The detector of ioredis does not do: it is
 * not there while a connection is made, ends the client for good when it speaks in that moment, and prints every failure.
 */
export class MasterConnector extends SentinelConnector {
  #switches: MasterSwitches | undefined;
  #master: string | undefined;

  /** `options` are those of the client. */
  constructor(options: unknown) {
    super(options as SentinelConnectionOptions);
    this.options = {
      ...this.options,
      // It is told of every address that is going to be used.
      natMap: (address) => {
        this.#master = address;
        return null;
      },
    };
  }

  override async connect(report: ReportError): ReturnType<SentinelConnector['connect']> {
    this.#switches ??= listenForSwitches(this.options, {
      onSwitch: () => this.#leaveReplaced(),
      onGap: () => this.stream?.destroy(),
    });
    await this.#switches.heard((error) => report('error', error));
    let cause: Error | undefined;
    const stream = await super.connect((type, error) => {
      // One that failed is followed by the next; after the last one, `error` does not say why. It begins behind the one that
      // was asked last time, so it may come to the end of the list before it has asked any.
      if (type === 'sentinelError') cause = error;
      else if (cause !== undefined) {
        report(type, new Error(`no Sentinel names a master ${this.options.name}: ${cause.message}`, { cause }));
      }
    });
    this.#leaveReplaced();
    return stream;
  }

  /** The client connects again by itself when its stream is gone. */
  #leaveReplaced(): void {
    if (this.#master !== undefined && this.#switches?.wasReplaced(this.#master)) this.stream?.destroy();
  }

  override disconnect(): void {
    this.#switches?.close();
    this.#switches = undefined;
    super.disconnect();
  }
}
