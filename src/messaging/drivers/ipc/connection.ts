import type { ReplySink } from '../../driver.js';
import { MessageDeliveryFailure, ServerLost } from '../../errors.js';
import { read } from '../../message.js';
import { ClientSocket } from './client-socket.js';
import type { Entry } from './entry.js';
import { ProtocolError } from './frames.js';
import { printServer } from './names.js';
import { type Hello, helloFrame, readHello, Type } from './protocol.js';
import { Wire, type WireEnd } from './wire.js';

export interface ConnectionOptions {
  readonly path: string;
  /** Whose it is, for errors. */
  readonly server: { readonly server: string; readonly pid: number };
  readonly sink: ReplySink;
  /** It is connected; the server may not have said anything yet. */
  readonly onConnect: () => void;
  /** It can take a request, or one more. */
  readonly onRoom: () => void;
  readonly onRefused: (entry: Entry) => void;
  /** The server takes nothing more. */
  readonly onDraining: () => void;
  /** `unbegun` were sent and certainly not begun, or may be run twice: they can be sent to others. */
  readonly onEnd: (end: WireEnd, unbegun: Entry[]) => void;
}

/** Milliseconds for which a server's word about its load counts. */
const FRESH = 1000;

/** A client's connection to a server: what was sent there, and how far that is. */
export class Connection {
  /** Undefined until the server has said it. */
  hello: Hello | undefined;
  draining = false;
  /** Requests that are sent and not begun; those that are taken are among them. */
  unbegun = 0;
  /** Calls that are begun and not answered. */
  unanswered = 0;
  readonly #wire: Wire;
  readonly #sent = new Map<number, Entry>();
  #lastId = 0;
  #greeted = 0;

  constructor(private readonly options: ConnectionOptions) {
    const socket = new ClientSocket();
    this.#wire = new Wire(socket, { onFrame: this.#onFrame, onEnd: this.#onEnd });
    socket.once('connect', () => {
      this.#wire.send(helloFrame({ pid: process.pid, prefetch: 0 }));
      options.onConnect();
    });
    socket.connect({ path: options.path });
  }

  /**
   * What the server has to do, as far as it is known here: the calls of this client, and for a moment what it had to do for
   * others when it said hello. A client of one call knows no more.
   */
  get busy(): number {
    const fresh = performance.now() - this.#greeted < FRESH;
    return this.unanswered + (fresh ? (this.hello?.load ?? 0) : 0);
  }

  get hasRoom(): boolean {
    return (
      this.hello !== undefined && !this.draining && this.unbegun < this.hello.prefetch && !this.#wire.closed
    );
  }

  /** Only while it has room. */
  send(entry: Entry): void {
    const id = this.#nextId();
    entry.state = 'sent';
    entry.connection = this;
    entry.id = id;
    this.#sent.set(id, entry);
    this.unbegun++;
    this.#wire.send({ type: Type.REQUEST, id, text: entry.text });
  }

  /** Nobody waits for it any more. */
  abandon(entry: Entry, state: Entry['state']): void {
    if (state === 'begun') {
      this.unanswered--;
      this.#sent.delete(entry.id);
    } else if (state === 'sent') {
      // Its place is taken until the server has answered.
      this.#wire.send({ type: Type.CANCEL, id: entry.id });
    }
  }

  close(): Promise<void> {
    return this.#wire.finish(1000);
  }

  #nextId(): number {
    do this.#lastId = (this.#lastId + 1) >>> 0;
    while (this.#sent.has(this.#lastId));
    return this.#lastId;
  }

  readonly #onFrame = (type: number, id: number, buffer: Buffer, start: number, end: number) => {
    const text = () => buffer.toString('utf8', start, end);
    if (this.hello === undefined) {
      this.hello = readHello(type, id, text);
      this.#greeted = performance.now();
      this.#wire.open();
      this.options.onRoom();
      return;
    }
    const entry = this.#sent.get(id);
    switch (type) {
      case Type.BEGUN:
        if (entry && entry.state !== 'begun') this.#begun(entry);
        return;
      case Type.TAKEN:
        if (entry?.state === 'sent') entry.taken();
        return;
      case Type.REPLY: {
        const reply = read(text());
        if (entry && entry.state !== 'begun') this.#begun(entry);
        if (entry) this.#answered(entry);
        // Also one that comes too late: it is known there who waits.
        this.options.sink.reply(reply);
        return;
      }
      case Type.SIGN:
        this.options.sink.reply(read(text()));
        return;
      case Type.REFUSED:
        if (entry && entry.state !== 'begun') this.#refused(entry);
        return;
      case Type.GOAWAY:
        this.draining = true;
        this.#wire.send({ type: Type.BYE, id: 0 });
        this.options.onDraining();
        return;
      default:
        throw new ProtocolError(`a frame of type ${type}`);
    }
  };

  #begun(entry: Entry): void {
    this.unbegun--;
    if (isUnbegun(entry)) entry.begun();
    // begun() makes a cast over.
    if ((entry.state as Entry['state']) === 'begun') this.unanswered++;
    else this.#sent.delete(entry.id);
    this.options.onRoom();
  }

  #answered(entry: Entry): void {
    if (entry.state !== 'begun') return;
    this.unanswered--;
    this.#sent.delete(entry.id);
    entry.finish();
  }

  #refused(entry: Entry): void {
    this.unbegun--;
    this.#sent.delete(entry.id);
    if (isUnbegun(entry)) {
      entry.state = 'waiting';
      entry.connection = undefined;
      entry.refusedBy = this;
      this.options.onRefused(entry);
    }
    this.options.onRoom();
  }

  readonly #onEnd = (end: WireEnd) => {
    const unbegun: Entry[] = [];
    const who = printServer(this.options.server);
    for (const entry of this.#sent.values()) {
      if (entry.state === 'begun') {
        entry.finish();
        const error = new ServerLost(
          `The connection to the server ${who} has ended; it had begun the call and not answered.`,
        );
        this.options.sink.lost(entry.messageId!, error);
      } else if (isUnbegun(entry)) {
        if (end.complete || entry.repeatable || entry.state === 'taken') unbegun.push(entry);
        else
          entry.fail(
            new MessageDeliveryFailure(
              `The connection to the server ${who} was ended here; whether it runs the message is unknown.`,
            ),
          );
      }
    }
    this.#sent.clear();
    this.unbegun = this.unanswered = 0;
    for (const entry of unbegun) {
      entry.state = 'waiting';
      entry.connection = undefined;
    }
    this.options.onEnd(end, unbegun);
  };
}

const isUnbegun = ({ state }: Entry) => state === 'sent' || state === 'taken';
