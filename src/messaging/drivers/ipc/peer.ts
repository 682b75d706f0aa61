import { unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { ReplySink } from '../../driver.js';
import { reason } from '../../errors.js';
import type { MessagingLog } from '../../log.js';
import { Connection } from './connection.js';
import type { Entry } from './entry.js';
import { Lane } from './lane.js';
import { printServer, type ServerName } from './names.js';
import { pathToConnect } from './socket-path.js';
import type { WireEnd } from './wire.js';

export interface PeerOptions {
  readonly directory: string;
  readonly sink: ReplySink;
  readonly log: MessagingLog;
  readonly onRoom: (peer: Peer) => void;
  readonly onReturned: (entries: readonly Entry[]) => void;
  /** A connection has ended. */
  readonly onLost: () => void;
  /** It will not be there again. */
  readonly onGone: (peer: Peer) => void;
}

/** Milliseconds before a connection that fails or ends early is tried again: doubled each time, up to a bound. */
const FIRST_PAUSE = 50;
const LONGEST_PAUSE = 5000;
/** Milliseconds after which a connection counts as one that worked. */
const PROVEN = 1000;

/** A server whose name stands in the directory, and the connection to it. */
export class Peer {
  /** What is for this one only. */
  readonly pinned = new Lane();
  connection: Connection | undefined;
  /** Resolves when connecting has once succeeded or failed. */
  readonly tried: Promise<void>;
  #tried!: () => void;
  #since = 0;
  #failures = 0;
  #told = false;
  #retry: NodeJS.Timeout | undefined;
  #gone = false;
  /** Messages of `pinned` that are sent there. */
  readonly #own = new WeakSet<Entry>();

  constructor(
    readonly name: ServerName,
    private readonly options: PeerOptions,
  ) {
    this.tried = new Promise((resolve) => {
      this.#tried = resolve;
    });
  }

  get isLive(): boolean {
    return !this.#gone && this.connection?.draining !== true;
  }

  /** Whether it is still to be seen if it will take anything. */
  get isPending(): boolean {
    return this.connection !== undefined && this.connection.hello === undefined;
  }

  get hasRoom(): boolean {
    return this.connection?.hasRoom === true;
  }

  /**
   * A message that nobody else is to get. If the server goes before it begins it, it is as if it had; it waits for one
   * whose connection only broke.
   */
  pin(entry: Entry): void {
    this.#own.add(entry);
    if (this.hasRoom && !this.pinned.first) this.connection!.send(entry);
    else this.pinned.push(entry);
  }

  /** Its name is no more in the directory: a connection that stands is left to the server. */
  unlisted(): void {
    if (this.connection === undefined) this.#leave();
  }

  async close(): Promise<void> {
    this.#gone = true;
    clearTimeout(this.#retry);
    this.#tried();
    await this.connection?.close();
  }

  /** To be called once. */
  connect(): void {
    const { directory, sink, onRoom } = this.options;
    try {
      const { path, release } = pathToConnect(directory, this.name.file);
      this.#since = performance.now();
      this.connection = new Connection({
        path,
        server: this.name,
        sink,
        onConnect: () => {
          release();
          this.#tried();
        },
        onRoom: () => onRoom(this),
        onRefused: (entry) => this.#return([entry]),
        onDraining: () => this.#unpin(),
        onEnd: (end, unbegun) => {
          release();
          this.#ended(end, unbegun);
        },
      });
    } catch (error) {
      this.#ended({ complete: true, error: error as Error }, []);
    }
  }

  #ended(end: WireEnd, unbegun: Entry[]): void {
    const draining = this.connection?.draining === true;
    const greeted = this.connection?.hello !== undefined;
    this.connection = undefined;
    const code = (end.error as NodeJS.ErrnoException | undefined)?.code;
    if (code === 'ECONNREFUSED') this.#unlink();
    const over = this.#gone || draining || code === 'ECONNREFUSED' || code === 'ENOENT';
    if (over) this.#leave();
    // Before it is tried again: what comes back is to go to others.
    this.#return(unbegun);
    this.options.onLost();
    this.#tried();
    if (over) return;
    // Too many want to connect to it, or it went while this one waited to be accepted: no fault of anybody.
    if (end.error && code !== 'EAGAIN' && code !== 'ECONNRESET') this.#tell(end.error);
    if (greeted && !end.error && performance.now() - this.#since > PROVEN) this.#failures = 0;
    const pause = this.#failures === 0 ? 0 : Math.min(FIRST_PAUSE * 2 ** this.#failures, LONGEST_PAUSE);
    this.#failures++;
    this.#retry = setTimeout(() => this.connect(), pause);
  }

  #return(entries: readonly Entry[]): void {
    const own = entries.filter((entry) => this.#own.has(entry));
    const others = entries.filter((entry) => !this.#own.has(entry));
    if (others.length > 0) this.options.onReturned(others);
    for (const entry of own.reverse()) {
      if (this.isLive) this.pinned.unshift(entry);
      else entry.finish();
    }
  }

  #unpin(): void {
    for (const entry of this.pinned.drain()) entry.finish();
  }

  #leave(): void {
    this.#gone = true;
    clearTimeout(this.#retry);
    this.#unpin();
    this.options.onGone(this);
  }

  /** Its process is dead: a name in the directory has always listened. */
  #unlink(): void {
    try {
      unlinkSync(join(this.options.directory, this.name.file));
    } catch {
      // Others see it, too.
    }
  }

  #tell(err: Error): void {
    if (this.#told) return;
    this.#told = true;
    const { server, pid } = this.name;
    this.options.log.warn(
      { err, server, pid },
      `The connection to the server ${printServer(this.name)} is ended, and tried again: ${reason(err)}.`,
    );
  }
}
