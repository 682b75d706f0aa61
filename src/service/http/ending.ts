import net from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '../clock.js';
import { emptied } from '../emptied.js';
import { isHandedConnections, nothingUnderWay } from '../handed-over.js';
import { closeAfterLatest, closeListener, connections, restoreIdleClose } from '../http-connections.js';
import type { HttpServer } from './server.js';

/** Seconds that a connection without a request stays open for one that may be under way to it. */
const LINGER = 1;

/** The connections of one server, and how they end. Under a launcher, its own drain may have ended most before. */
export class Ending {
  /** All that are open, those in their TLS handshake and those that were upgraded, too. */
  readonly #open = new Set<Duplex>();
  readonly #upgraded = new Set<Duplex>();
  readonly #closed: Promise<void>;
  #state: 'new' | 'listening' | 'closed' = 'new';
  #drained: Promise<void> | undefined;
  readonly #cut = new AbortController();
  /** Connections that were closed at once, as there were too many. */
  dropped = 0;

  /** `most` is how many connections there may be; 0 is any number. */
  constructor(
    private readonly server: HttpServer,
    private readonly clock: Clock,
    most: () => number,
  ) {
    server.on('connection', (socket: net.Socket) => {
      // Node's own maxConnections would have node:cluster hand it from worker to worker, until one has room.
      if (most() > 0 && this.#open.size >= most()) {
        this.dropped++;
        socket.destroy();
        return;
      }
      this.#open.add(socket);
      socket.once('close', () => this.#open.delete(socket));
      if (this.#cut.signal.aborted) socket.destroy();
    });
    server.once('listening', () => {
      this.#state = 'listening';
    });
    this.#closed = new Promise((resolve) => {
      server.once('close', () => {
        this.#state = 'closed';
        resolve();
      });
    });
  }

  get connections(): number {
    return this.#open.size;
  }

  get upgradedConnections(): number {
    return this.#upgraded.size;
  }

  /** The socket is another protocol's from now on. */
  upgraded(socket: Duplex): void {
    this.#upgraded.add(socket);
    socket.once('close', () => this.#upgraded.delete(socket));
  }

  /** Stops listening at once; each connection ends when it is idle, or its request is answered. */
  drain(): void {
    this.#drained ??= this.#drain();
    this.#drained.catch(() => {});
  }

  /** Ends all connections at once. */
  async cut(): Promise<void> {
    this.#cut.abort();
    this.drain();
    for (const socket of this.#open) socket.destroy();
    await this.wait();
  }

  /** Resolves when all has ended that drain() or cut() is to end. */
  async wait(): Promise<void> {
    await this.#drained;
  }

  async #drain(): Promise<void> {
    const { server, clock } = this;
    if (this.#state === 'new') return;
    const { signal } = this.#cut;
    const handed = isHandedConnections(server);
    if (server.listening) closeListener(server);
    for (const { socket } of connections(server)) closeAfterLatest(socket);
    try {
      const under = handed ? nothingUnderWay(net.Server.prototype.listen, signal) : undefined;
      if (this.#state !== 'closed')
        await emptied({ servers: [server], sessions: new WeakMap(), linger: LINGER, signal, clock });
      await under;
    } finally {
      restoreIdleClose(server);
    }
    await this.#upgradedHaveClosed();
    // What is left has not got through its TLS handshake.
    for (const socket of this.#open) socket.destroy();
    await this.#closed;
  }

  async #upgradedHaveClosed(): Promise<void> {
    for (const socket of this.#upgraded) await new Promise((resolve) => socket.once('close', resolve));
  }
}
