import type net from 'node:net';
import type { ListenOptions } from '../../driver.js';
import { reason } from '../../errors.js';
import type { MessagingLog } from '../../log.js';
import { read } from '../../message.js';
import { ProtocolError } from './frames.js';
import { type Hello, helloFrame, readHello, Type } from './protocol.js';
import { Request } from './request.js';
import { SlowReader, Wire, type WireEnd } from './wire.js';

export interface ClientConnectionOptions extends ListenOptions {
  readonly log: MessagingLog;
  /** Its name, for the log. */
  readonly server: string;
  readonly onEnd: (connection: ClientConnection) => void;
}

/** Bytes of replies that a client may leave unread before nothing more is read from him. */
const HIGH_WATER = 16 * 1024 * 1024;
/** Milliseconds that a client has for his hello. */
const HELLO_DEADLINE = 10_000;
/** Milliseconds that a server which is stopping waits for a client that does not read, as one that is frozen. */
const PATIENCE_IN_STOP = 5000;

/** A server's connection to one of its clients. */
export class ClientConnection {
  /** Resolves when the client sends nothing more: he has said so, or never said anything, or is gone. */
  readonly quiet: Promise<void>;
  #quiet!: () => void;
  #hello: Hello | undefined;
  readonly #wire: Wire;
  /** What is not begun, by its id. */
  readonly #held = new Map<number, Request>();
  readonly #deadline: NodeJS.Timeout;
  #saidBye = false;
  #refusing = false;

  constructor(
    socket: net.Socket,
    private readonly options: ClientConnectionOptions,
  ) {
    this.quiet = new Promise((resolve) => {
      this.#quiet = resolve;
    });
    this.#wire = new Wire(socket, { onFrame: this.#onFrame, onEnd: this.#onEnd, highWater: HIGH_WATER });
    this.#wire.send(helloFrame({ pid: process.pid, prefetch: options.prefetch, load: options.load() }));
    const late = () => this.#wire.destroy(new ProtocolError(`no hello within ${HELLO_DEADLINE / 1000} s`));
    this.#deadline = setTimeout(late, HELLO_DEADLINE);
    this.#deadline.unref();
  }

  /** Asks the client to send nothing more. What the server tells him from now on he has to read in time. */
  goAway(): void {
    this.#wire.limitPatience(PATIENCE_IN_STOP);
    this.#wire.send({ type: Type.GOAWAY, id: 0 });
    // Who has not said hello may never say anything; what he sends later is refused.
    if (!this.#hello) this.#quiet();
  }

  /** What comes from now on is none of the server's business. */
  refuse(): void {
    this.#refusing = true;
  }

  /** Resolves when all that was sent is handed over, and the connection is closed; within 2 s. */
  close(): Promise<void> {
    return this.#wire.finish(2000);
  }

  readonly #onFrame = (type: number, id: number, buffer: Buffer, start: number, end: number) => {
    const text = () => buffer.toString('utf8', start, end);
    if (!this.#hello) {
      this.#hello = readHello(type, id, text);
      clearTimeout(this.#deadline);
      this.#wire.open();
    } else if (type === Type.REQUEST) this.#onRequest(id, text);
    else if (type === Type.CANCEL) this.#held.get(id)?.requeue();
    else if (type === Type.BYE) {
      this.#saidBye = true;
      this.#quiet();
    } else throw new ProtocolError(`a frame of type ${type}`);
  };

  #onRequest(id: number, text: () => string): void {
    if (this.#saidBye) throw new ProtocolError('a request after the last one');
    if (this.#held.size >= this.options.prefetch)
      throw new ProtocolError(`more than ${this.options.prefetch} requests that are not begun`);
    if (this.#held.has(id)) throw new ProtocolError(`a second request with the id ${id}`);
    if (this.#refusing) {
      this.#wire.send({ type: Type.REFUSED, id });
      return;
    }
    const request = new Request(read(text()), id, this.#wire, this.#onLeave);
    this.#held.set(id, request);
    try {
      this.options.take(request);
    } catch (err) {
      this.options.log.error({ err }, `A request was not taken: ${reason(err)}`);
      request.requeue();
    }
  }

  readonly #onLeave = (id: number) => this.#held.delete(id);

  readonly #onEnd = ({ error }: WireEnd) => {
    clearTimeout(this.#deadline);
    for (const request of this.#held.values()) request.end();
    this.#held.clear();
    this.#quiet();
    // The system's errors mean that the client is gone, which is no news.
    if (error && !('syscall' in error)) {
      const { server, log } = this.options;
      const client = this.#hello ? `with the pid ${this.#hello.pid} ` : '';
      const why = `${error instanceof SlowReader ? '' : '; it has sent what it must not'}: ${reason(error)}`;
      log.warn(
        { err: error, server, client: this.#hello?.pid },
        `A client ${client}of the server ${server} is disconnected${why}.`,
      );
    }
    this.options.onEnd(this);
  };
}
