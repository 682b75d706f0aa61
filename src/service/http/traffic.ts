import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { requestBegins, responseFinished } from '../http-connections.js';
import { reason } from '../log.js';
import type { Logger } from '../types.js';
import { accessOf, logTo } from './access-log.js';
import { answer } from './answer.js';
import type { NodeHandler } from './application.js';
import type { HttpServer } from './server.js';
import type { Settings } from './settings.js';

export interface TrafficHost {
  readonly log: Logger;
  readonly handle: NodeHandler;
  readonly answerHealth: NodeHandler;
  settings(): Settings;
  /** Whether each response is to be the last of its connection. */
  stopping(): boolean;
}

/** The requests of one server: each is counted, checked, answered and logged here. */
export class Traffic {
  /** Begun and not answered. */
  inFlight = 0;
  /** Answered, or given up by their clients. */
  served = 0;
  /** Of each connection, what has not ended: more than one where a client does not wait for answers. */
  readonly #open = new WeakMap<Socket, Set<ServerResponse>>();

  constructor(
    private readonly server: HttpServer,
    private readonly host: TrafficHost,
  ) {
    server.on('request', this.#onRequest);
    server.on('timeout', this.#onTimeout);
  }

  readonly #onRequest = (request: IncomingMessage, response: ServerResponse) => {
    const settings = this.host.settings();
    const { socket } = request;
    const event = { response, socket, server: this.server };
    requestBegins(event, this.host.stopping());
    this.inFlight++;
    const open = this.#openOf(socket).add(response);
    const healthy = isHealth(request, settings.healthPath);
    const access = settings.accessLog && !healthy ? accessOf(request, response) : undefined;
    response.once('close', () => {
      responseFinished(event);
      this.inFlight--;
      this.served++;
      open.delete(response);
      if (access) this.#report(settings.accessLog, access(), request, response);
    });
    if (!settings.keepAlive) response.shouldKeepAlive = false;
    if (request.url!.length > settings.maxUrlLength) {
      // The rest of the request is not wanted either.
      response.shouldKeepAlive = false;
      answer(response, 414);
    } else {
      void this.#handle(healthy ? this.host.answerHealth : this.host.handle, request, response);
    }
  };

  #openOf(socket: Socket): Set<ServerResponse> {
    const known = this.#open.get(socket);
    if (known) return known;
    const open = new Set<ServerResponse>();
    this.#open.set(socket, open);
    socket.once('close', () => open.forEach(closeUnsent));
    return open;
  }

  async #handle(handler: NodeHandler, request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await handler(request, response);
    } catch (err) {
      this.#failed(err, request, response);
    }
  }

  #failed(err: unknown, request: IncomingMessage, response: ServerResponse): void {
    const { method, url = '' } = request;
    const path = url.split('?', 1)[0];
    // What fails because its client has gone is no failure of the app.
    if (!(response.destroyed && isDisconnect(err)))
      this.host.log.error({ err, method, path }, `${method} ${path} failed: ${reason(err)}`);
    if (response.writableEnded) return;
    // What was sent must not look whole.
    if (response.headersSent) response.destroy();
    else answer(response, 500, this.host.settings().serverDebug ? stackOf(err) : undefined);
  }

  #report(to: Settings['accessLog'], ...line: Parameters<Exclude<Settings['accessLog'], boolean>>): void {
    try {
      if (typeof to === 'function') to(...line);
      else logTo(this.host.log)(...line);
    } catch (err) {
      this.host.log.error({ err }, `The access log failed: ${reason(err)}`);
    }
  }

  /** Nothing has come or gone for a while: who waits for the app is left alone, and whom the app waits for is cut. */
  readonly #onTimeout = (socket: Socket) => {
    const response = [...(this.#open.get(socket) ?? [])].at(-1);
    const working = response?.req.complete && socket.writableLength === 0;
    if (!working) socket.destroy();
  };
}

/** Node forgets a response that waits for the one before it, when the connection goes. */
function closeUnsent(response: ServerResponse): void {
  if (response.socket || response.writableFinished) return;
  response.destroy();
  response.emit('close');
}

function isHealth({ method, url }: IncomingMessage, path: string | false): boolean {
  return path !== false && (method === 'GET' || method === 'HEAD') && url!.split('?', 1)[0] === path;
}

const isDisconnect = (error: unknown) => {
  const { name, code } = (error ?? {}) as NodeJS.ErrnoException;
  return name === 'AbortError' || code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE';
};

const stackOf = (error: unknown) => (error instanceof Error ? error.stack : String(error));
