import { type OutgoingMessage, printAddress, type ReplySink } from '../../driver.js';
import { MessageDeliveryFailure, MessageUndeliverable } from '../../errors.js';
import type { MessagingLog } from '../../log.js';
import type { Connection } from './connection.js';
import { DirectoryWatch } from './directory-watch.js';
import { Entry } from './entry.js';
import { Lane } from './lane.js';
import { parseSocketName } from './names.js';
import { Peer } from './peer.js';

export interface TopicOptions {
  readonly directory: string;
  readonly make: () => void;
  /** Takes the directory away, if it is empty. */
  readonly leave: () => void;
  readonly sink: ReplySink;
  readonly log: MessagingLog;
}

/** Milliseconds that the first server that answers waits for the others to answer, too. */
const OPENING = 20;

/** A topic as its clients see it: the servers that live, and the messages that wait for one of them. */
export class Topic {
  readonly #peers = new Map<string, Peer>();
  /** The same, to go round. */
  #ring: Peer[] = [];
  /** Clients of one call each are not all to begin with the same server. */
  #turn = Math.floor(Math.random() * 1000);
  /** For any server, and for those of one name. */
  readonly #any = new Lane();
  readonly #named = new Map<string, Lane>();
  readonly #watch: DirectoryWatch;
  /** No server has answered, or others are about to: the first one is not to get all that waits. */
  #opening = true;
  #openingTimer: NodeJS.Timeout | undefined;
  #closed = false;

  /** Throws MessageDeliveryFailure. */
  constructor(private readonly options: TopicOptions) {
    this.#watch = new DirectoryWatch({ ...options, onNames: this.#onNames });
    this.#watch.refresh();
  }

  send(message: OutgoingMessage): Promise<void> {
    const { fanout, server } = message.address;
    if (fanout) return this.#fanout(message);
    if (message.mandatory && !this.#choose(server)) return this.#sendIfServed(message);
    const entry = new Entry(message);
    if (entry.state !== 'over') this.#dispatch(entry);
    return entry.handedOver;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#watch.close();
    clearTimeout(this.#openingTimer);
    const error = new MessageDeliveryFailure(
      'The transport was closed before a server had taken the message.',
    );
    for (const lane of [this.#any, ...this.#named.values(), ...this.#ring.map(({ pinned }) => pinned)])
      for (const entry of lane.drain()) this.#fail(entry, error);
    await Promise.all([...this.#peers.values()].map((peer) => peer.close()));
    this.options.leave();
  }

  #fail(entry: Entry, error: MessageDeliveryFailure): void {
    // Its sender knows already that it was handed over.
    if (entry.handed && entry.messageId !== undefined) this.options.sink.lost(entry.messageId, error);
    entry.fail(error);
  }

  async #fanout(message: OutgoingMessage): Promise<void> {
    const peers = await this.#live(undefined);
    const entries = peers.map((peer) => {
      const entry = new Entry(message);
      if (entry.state !== 'over') peer.pin(entry);
      return entry.handedOver;
    });
    if (message.mandatory && peers.length === 0) throw undeliverable(message);
    await Promise.all(entries);
  }

  async #sendIfServed(message: OutgoingMessage): Promise<void> {
    const { server } = message.address;
    const peers = await this.#live(server);
    if (peers.length === 0) throw undeliverable(message);
    const entry = new Entry(message);
    if (entry.state !== 'over') this.#dispatch(entry);
    await entry.handedOver;
  }

  /** Who serves it now, which is not left to what the watch has told so far. */
  async #live(server: string | undefined): Promise<Peer[]> {
    this.#watch.refresh();
    await Promise.all(this.#ring.map(({ tried }) => tried));
    if (this.#closed) throw new MessageDeliveryFailure('The transport has been closed.');
    return this.#ring.filter((peer) => peer.isLive && (server === undefined || peer.name.server === server));
  }

  #dispatch(entry: Entry): void {
    const { server } = entry;
    const lane = server === undefined ? this.#any : this.#named.get(server);
    const peer = lane?.first ? undefined : this.#choose(server);
    if (peer) peer.connection!.send(entry);
    else if (lane) lane.push(entry);
    else this.#newLane(server!).push(entry);
  }

  #newLane(server: string): Lane {
    const lane = new Lane(() => this.#named.delete(server));
    this.#named.set(server, lane);
    return lane;
  }

  /** The server with room that has least to do, each in its turn among equals; one that has refused it, last. */
  #choose(server: string | undefined, refusedBy?: Connection): Peer | undefined {
    if (this.#opening) return undefined;
    const ring = this.#ring;
    let best: Peer | undefined;
    let at = this.#turn % Math.max(1, ring.length);
    for (let count = ring.length; count > 0; count--) {
      at = at + 1 < ring.length ? at + 1 : 0;
      const peer = ring[at]!;
      if ((server !== undefined && peer.name.server !== server) || !peer.hasRoom) continue;
      if (best && !isBetter(peer.connection!, best.connection!, refusedBy)) continue;
      best = peer;
      this.#turn = at;
    }
    return best;
  }

  readonly #onRoom = (peer: Peer): void => {
    if (this.#opening) this.#open();
    else while (this.#feed(peer));
  };

  readonly #onLost = (): void => {
    if (!this.#ring.some(({ connection }) => connection?.hello)) this.#opening = true;
    else if (this.#opening) this.#open();
  };

  /** Begins with what waits when no server is left to be waited for, or after a while: one may be frozen. */
  #open(): void {
    if (this.#ring.some(({ isPending }) => isPending)) {
      this.#openingTimer ??= setTimeout(this.#spread, OPENING);
      return;
    }
    this.#spread();
  }

  /** To each server in its turn. */
  readonly #spread = (): void => {
    clearTimeout(this.#openingTimer);
    this.#openingTimer = undefined;
    this.#opening = !this.#ring.some(({ connection }) => connection?.hello);
    let taking = this.#opening ? [] : this.#byLoad();
    while (taking.length > 0) taking = taking.filter((peer) => this.#feed(peer));
  };

  /** Who has least to do first; among equals, each client begins with another one. */
  #byLoad(): Peer[] {
    const start = this.#turn % Math.max(1, this.#ring.length);
    const rotated = [...this.#ring.slice(start), ...this.#ring.slice(0, start)];
    return rotated.sort((one, other) => (one.connection?.busy ?? 0) - (other.connection?.busy ?? 0));
  }

  /** If a server has room, the oldest of the messages that may go there goes; whether one did. */
  #feed(peer: Peer): boolean {
    if (!peer.hasRoom) return false;
    let entry = peer.pinned.first;
    const named = this.#named.get(peer.name.server)?.first;
    if (named && !(entry && entry.order < named.order)) entry = named;
    const any = this.#any.first;
    if (any && !(entry && entry.order < any.order)) entry = any;
    if (!entry) return false;
    entry.lane!.remove(entry);
    peer.connection!.send(entry);
    return true;
  }

  /** These were sent to a server that will not run them: they are older than what waits. */
  readonly #onReturned = (entries: readonly Entry[]): void => {
    const left: Entry[] = [];
    for (const entry of entries) {
      const peer = this.#choose(entry.server, entry.refusedBy);
      if (this.#closed) this.#fail(entry, closedTooEarly());
      else if (peer) peer.connection!.send(entry);
      else left.push(entry);
    }
    for (const entry of left.reverse()) {
      const lane = entry.server === undefined ? this.#any : this.#named.get(entry.server);
      (lane ?? this.#newLane(entry.server!)).unshift(entry);
    }
  };

  readonly #onNames = (files: readonly string[]): void => {
    const listed = new Set(files);
    for (const peer of this.#ring) if (!listed.has(peer.name.file)) peer.unlisted();
    for (const file of files) {
      const name = this.#peers.has(file) ? undefined : parseSocketName(file);
      if (!name) continue;
      const { directory, sink, log } = this.options;
      const events = { onReturned: this.#onReturned, onLost: this.#onLost, onGone: this.#onGone };
      const peer = new Peer(name, { directory, sink, log, onRoom: this.#onRoom, ...events });
      this.#peers.set(file, peer);
      this.#ring = [...this.#ring, peer];
      peer.connect();
    }
  };

  readonly #onGone = (peer: Peer): void => {
    this.#peers.delete(peer.name.file);
    this.#ring = this.#ring.filter((other) => other !== peer);
  };
}

function isBetter(one: Connection, other: Connection, refusedBy: Connection | undefined): boolean {
  if (one === refusedBy || other === refusedBy) return other === refusedBy;
  return one.unbegun < other.unbegun || (one.unbegun === other.unbegun && one.busy < other.busy);
}

const closedTooEarly = () =>
  new MessageDeliveryFailure('The transport was closed; whether a server runs the message is unknown.');

const undeliverable = ({ address }: OutgoingMessage) =>
  new MessageUndeliverable(`No server of ${printAddress(address)} is running.`);
