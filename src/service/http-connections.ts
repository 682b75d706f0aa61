import type { Server as HttpServer, ServerResponse } from 'node:http';
import net from 'node:net';

/** A server that speaks HTTP/1: http, https, or http2 with allowHTTP1. */
export type Http1Server = net.Server & { closeIdleConnections(): void };

/** The last response that was begun on a connection and has not finished. */
const LATEST = Symbol('nova-launch.latest');
/** How to take back what closeAfter() did. */
const UNDO = Symbol('nova-launch.undo');

type HttpSocket = net.Socket & { [LATEST]?: Response | undefined; _httpMessage?: Response | null };
type Response = ServerResponse & { [UNDO]?: (() => void) | undefined };

/** What the diagnostics channels http.server.request.start and http.server.response.finish tell. */
export interface HttpEvent {
  readonly response: Response;
  readonly socket: HttpSocket;
  readonly server: net.Server;
}

export const isHttp1 = (server: net.Server): server is Http1Server => 'closeIdleConnections' in server;

/** Not imported: who has no HTTP server need not load it, and who has one did. */
const httpServer = () => process.getBuiltinModule('node:http').Server.prototype;

/** Stops accepting as http's close() does, its interval timer too, but cuts no idle connection. */
export function closeListener(server: Http1Server): void {
  server.closeIdleConnections = () => {};
  httpServer().close.call(server as HttpServer);
}

/** close() and closeIdleConnections() cut idle connections again. */
export function restoreIdleClose(server: Http1Server): void {
  Reflect.deleteProperty(server, 'closeIdleConnections');
}

/** The open connections of a server that speak HTTP/1: neither those that were upgraded nor those in a TLS handshake. */
export function connections(server: Http1Server): { socket: net.Socket; idle: boolean }[] {
  // Node alone knows whether a request has partially arrived, and does not tell; but it tells whom it would cut.
  const idle = new Set(destroyedBy(() => httpServer().closeIdleConnections.call(server as HttpServer)));
  const all = destroyedBy(() => httpServer().closeAllConnections.call(server as HttpServer));
  return all.map((socket: HttpSocket) => {
    // It counts one as idle whose response is not yet flushed, and one as busy that has sent nothing yet.
    const unsaid = idle.has(socket) || socket.bytesRead === 0;
    return { socket, idle: unsaid && !socket._httpMessage && socket.writableLength === 0 };
  });
}

/** The sockets on which `body` calls destroy(), which does nothing meanwhile. */
function destroyedBy(body: () => void): net.Socket[] {
  const found: net.Socket[] = [];
  const own = Object.getOwnPropertyDescriptor(net.Socket.prototype, 'destroy');
  net.Socket.prototype.destroy = function destroy() {
    found.push(this);
    return this;
  };
  try {
    body();
  } finally {
    if (own) Object.defineProperty(net.Socket.prototype, 'destroy', own);
    else Reflect.deleteProperty(net.Socket.prototype, 'destroy');
  }
  return found;
}

/** A request has begun; with `draining`, its response is the last of its connection, unless it is followed by one. */
export function requestBegins({ response, socket }: HttpEvent, draining: boolean): void {
  if (draining) {
    socket[LATEST]?.[UNDO]?.();
    closeAfter(response);
  }
  socket[LATEST] = response;
}

export function responseFinished({ response, socket }: HttpEvent): void {
  if (socket[LATEST] === response) socket[LATEST] = undefined;
}

/** Makes the last response on the connection that has been begun, if its headers have not been sent, close it. */
export function closeAfterLatest(socket: HttpSocket): void {
  const response = socket[LATEST] ?? socket._httpMessage;
  if (response) closeAfter(response);
}

function closeAfter(response: Response): void {
  if (response.headersSent || response[UNDO] || !response.shouldKeepAlive) return;
  const own = Object.getOwnPropertyDescriptor(response, 'writeHead');
  const writeHead = response.writeHead as (...args: unknown[]) => Response;
  response.shouldKeepAlive = false;
  // A Connection header of the application's own (a proxy copies it) would win over shouldKeepAlive. Implicit
  // headers pass through writeHead, too.
  response.writeHead = ((...args: unknown[]) => {
    if (response.hasHeader('connection')) response.setHeader('connection', 'close');
    return writeHead.apply(response, args.map(withClose));
  }) as Response['writeHead'];
  response[UNDO] = () => {
    response[UNDO] = undefined;
    if (response.headersSent) return;
    response.shouldKeepAlive = true;
    if (own) Object.defineProperty(response, 'writeHead', own);
    else Reflect.deleteProperty(response, 'writeHead');
  };
}

const isConnection = (name: unknown) => typeof name === 'string' && name.toLowerCase() === 'connection';

/** The headers of a writeHead(), in any of its three forms, with close for what they have as Connection. */
function withClose(headers: unknown): unknown {
  if (Array.isArray(headers)) {
    return headers.map((item, i) => {
      if (Array.isArray(item)) return isConnection(item[0]) ? [item[0], 'close'] : item;
      return i % 2 === 1 && isConnection(headers[i - 1]) ? 'close' : item;
    });
  }
  if (typeof headers !== 'object' || headers === null) return headers;
  const entries = Object.entries(headers);
  if (!entries.some(([name]) => isConnection(name))) return headers;
  return Object.fromEntries(entries.map(([name, value]) => [name, isConnection(name) ? 'close' : value]));
}
