import { channel } from 'node:diagnostics_channel';
import { errorMonitor } from 'node:events';
import net from 'node:net';
import { type Clock, realClock } from './clock.js';
import { emptied, type Session } from './emptied.js';
import { isHandedConnections, nothingUnderWay } from './handed-over.js';
import {
  closeAfterLatest,
  closeListener,
  connections,
  type HttpEvent,
  isHttp1,
  requestBegins,
  responseFinished,
  restoreIdleClose,
} from './http-connections.js';

export interface DrainOptions {
  /** Seconds that a connection without a request stays open for one that may be under way to it. */
  linger?: number | undefined;
  /** Ends the wait; the connections stay as they are. */
  signal?: AbortSignal | undefined;
  clock?: Clock | undefined;
}

let tracker: ConnectionDrain | undefined;

/**
 * Begins to remember the servers of this process that listen, so that they can be drained; to be called before a
 * service is loaded. Further calls give the same.
 */
export function trackServers(): ConnectionDrain {
  tracker ??= new ConnectionDrain();
  return tracker;
}

/** For a server that the launcher itself needs: no drain touches it. To be called before it listens. */
export function excludeFromDrains(server: net.Server): void {
  // What listens before servers are remembered is not remembered.
  tracker?.exclude(server);
}

/** Empties the HTTP servers of this process, whoever made them, without losing a request. */
export class ConnectionDrain {
  readonly #servers = new Set<net.Server>();
  /** Servers that have listeners of ours on their events. */
  readonly #known = new WeakSet<net.Server>();
  readonly #excluded = new WeakSet<net.Server>();
  /** Servers that a drain has closed. */
  readonly #drained = new WeakSet<net.Server>();
  readonly #sessions = new WeakMap<net.Server, Set<Session>>();
  readonly #listen = net.Server.prototype.listen;
  readonly #close = net.Server.prototype.close;

  constructor() {
    const [listen, close, remember, closeDrained] = [
      this.#listen,
      this.#close,
      this.#remember,
      this.#closeDrained,
    ];
    net.Server.prototype.listen = function (this: net.Server, ...args: unknown[]) {
      remember(this);
      return listen.apply(this, args as Parameters<typeof listen>);
    } as typeof listen;
    net.Server.prototype.close = function (this: net.Server, callback?: (err?: Error) => void) {
      return closeDrained(this, callback) ? this : close.call(this, callback);
    };
    channel('http.server.request.start').subscribe(this.#onRequest);
    channel('http.server.response.finish').subscribe(this.#onFinish);
  }

  /** Takes everything back; for tests. */
  restore(): void {
    net.Server.prototype.listen = this.#listen;
    net.Server.prototype.close = this.#close;
    channel('http.server.request.start').unsubscribe(this.#onRequest);
    channel('http.server.response.finish').unsubscribe(this.#onFinish);
    if (tracker === this) tracker = undefined;
  }

  /** A server that no drain touches, as one that the launcher itself needs. */
  exclude(server: net.Server): void {
    this.#excluded.add(server);
    this.#servers.delete(server);
  }

  /**
   * Closes every listening server at once, but no connection. Each response that is begun from now on says
   * `Connection: close`; a connection without a request in flight is ended after `linger` seconds without one
   * (also where the headers of its last response were sent before the drain); one whose request has partially
   * arrived is left until that has ended. HTTP/2 sessions are told to go away and finish their streams.
   *
   * Resolves to 0 when all HTTP connections have closed, or to the number of those left when `signal` is aborted.
   * What is not HTTP, or was upgraded from it, is not waited for: it belongs to its service's stop(). That may
   * call server.close(callback), before or after: the callback gets no error and is called when all is closed.
   */
  async drain({ linger = 1, signal, clock = realClock }: DrainOptions = {}): Promise<number> {
    const servers = [...this.#servers];
    const handed = servers.some(isHandedConnections);
    for (const server of servers) this.#stopListening(server);
    try {
      const under = handed ? nothingUnderWay(this.#listen, signal) : undefined;
      const left = await emptied({ servers, sessions: this.#sessions, linger, signal, clock });
      await under;
      return left;
    } finally {
      for (const server of servers) if (isHttp1(server)) restoreIdleClose(server);
    }
  }

  readonly #remember = (server: net.Server) => {
    if (this.#excluded.has(server)) return;
    this.#servers.add(server);
    // A reload in place may listen again with the same server.
    this.#drained.delete(server);
    if (this.#known.has(server)) return;
    this.#known.add(server);
    const events: NodeJS.EventEmitter = server;
    events.on('close', () => this.#servers.delete(server));
    events.on(errorMonitor, () => server.listening || this.#servers.delete(server));
    if ('updateSettings' in server) events.on('session', (session: Session) => this.#keep(server, session));
  };

  #keep(server: net.Server, session: Session): void {
    const sessions = this.#sessions.get(server) ?? new Set();
    this.#sessions.set(server, sessions.add(session));
    session.once('close', () => sessions.delete(session));
    if (this.#drained.has(server)) session.close();
  }

  #stopListening(server: net.Server): void {
    if (this.#drained.has(server)) return;
    if (isHttp1(server)) closeListener(server);
    else this.#close.call(server);
    this.#drained.add(server);
    if (isHttp1(server)) for (const { socket } of connections(server)) closeAfterLatest(socket);
    for (const session of this.#sessions.get(server) ?? []) session.close();
  }

  /** The close() of a server that a drain has closed before: no error, but the callback when it is really closed. */
  readonly #closeDrained = (server: net.Server, callback?: (err?: Error) => void): boolean => {
    if (!this.#drained.has(server) || server.listening) return false;
    if (typeof callback === 'function') {
      if (this.#servers.has(server)) server.once('close', () => callback());
      else process.nextTick(callback);
    }
    return true;
  };

  readonly #onRequest = (message: unknown) => {
    const event = message as HttpEvent;
    requestBegins(event, this.#drained.has(event.server));
  };

  readonly #onFinish = (message: unknown) => responseFinished(message as HttpEvent);
}
