import type { OutgoingMessage } from '../../driver.js';
import type { Connection } from './connection.js';
import type { Lane } from './lane.js';

let count = 0;

/**
 * One message on its way: it waits in a lane, is sent to a server, is begun there, and over. One that is only taken
 * there, to be run at least once, waits again if that server goes.
 */
export class Entry {
  state: 'waiting' | 'sent' | 'taken' | 'begun' | 'over' = 'waiting';
  /** Whether a server has ever taken it: it is handed over, whatever becomes of that one. */
  handed = false;
  /** Resolves when a server will run it, or has. */
  readonly handedOver: Promise<void>;
  /** Where it waits, and its neighbours there. */
  lane: Lane | undefined;
  previous: Entry | undefined;
  next: Entry | undefined;
  /** Where it is sent or begun, and by which id. */
  connection: Connection | undefined;
  id = 0;
  /** Who has refused it last. */
  refusedBy: Connection | undefined;
  /** Lower than that of all that came later. */
  readonly order = ++count;
  readonly server: string | undefined;
  readonly messageId: string | undefined;
  readonly text: string;
  readonly repeatable: boolean;
  readonly #signal: AbortSignal | undefined;
  #resolve!: () => void;
  #reject!: (error: unknown) => void;

  constructor(message: OutgoingMessage) {
    this.server = message.address.server;
    this.messageId = message.messageId;
    this.text = message.text;
    this.repeatable = message.repeatable;
    this.handedOver = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#signal = message.signal;
    if (this.#signal?.aborted) this.fail(this.#signal.reason);
    else this.#signal?.addEventListener('abort', this, { once: true });
  }

  /** Its method runs. A cast is nobody's to give up any more. */
  taken(): void {
    this.state = 'taken';
    this.handed = true;
    if (this.messageId === undefined) this.#signal?.removeEventListener('abort', this);
    this.#resolve();
  }

  /** A call goes on being watched: one that was given up has no part in the server's load that we know of. */
  begun(): void {
    this.#resolve();
    if (this.messageId === undefined) this.finish();
    else this.state = 'begun';
  }

  /** Nothing more will happen to it that anybody wants to know. */
  finish(): void {
    this.#end();
    this.#resolve();
  }

  fail(error: unknown): void {
    this.#end();
    this.#reject(error);
  }

  #end(): void {
    this.state = 'over';
    this.#signal?.removeEventListener('abort', this);
  }

  /** Its signal is aborted. */
  handleEvent(): void {
    const { state } = this;
    this.fail(this.#signal!.reason);
    if (state === 'waiting') this.lane?.remove(this);
    else this.connection?.abandon(this, state);
  }
}
