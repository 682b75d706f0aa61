import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { codeOf, ERRORS, type ErrorCode } from '../../errors.js';
import { Follower } from './follower.js';
import { readBody } from './read-body.js';
import { type Answer, find, LINES, MANUAL, type Routes, usage } from './routes.js';
import { Turns } from './turns.js';

/** Seconds that a client has for its whole request, and then for reading the answer; making that is not its time. */
const PATIENCE = 5;

/** Bytes of all headers. */
const LONGEST_HEAD = 8 * 1024;

/** How many may follow a stream at a time. */
const MOST_FOLLOWERS = 32;

const STATUS: Partial<Record<ErrorCode, number>> = { NL_USAGE: 400, NL_REFUSED: 409, NL_RELOAD_REFUSED: 409 };

/**
 * HTTP for the connections of a door, one request each. No client can make it wait, or keep anything: a request that
 * does not arrive in time is cut, and so is one who does not take the answer.
 */
export class ControlServer {
  /** Never listens: the door does. So it has no timer of its own, either. */
  readonly #server = createServer({ maxHeaderSize: LONGEST_HEAD, requireHostHeader: false });
  readonly #turns = new Turns();
  readonly #late = new WeakMap<Socket, NodeJS.Timeout>();
  readonly #followers = new Set<Follower>();

  constructor(
    private readonly routes: Routes,
    private readonly patience = PATIENCE,
  ) {
    const server = this.#server;
    server.maxRequestsPerSocket = 1;
    server.on('request', (request, response) => void this.#serve(request, response));
    server.on('clientError', (_error, socket: Socket) => {
      if (socket.writable) socket.write('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
      socket.destroy();
    });
    for (const event of ['upgrade', 'connect'] as const)
      server.on(event, (_request: unknown, socket: Socket) => socket.destroy());
  }

  /** A connection that nobody has read from. */
  take(socket: Socket): void {
    this.#limit(socket);
    socket.once('close', () => clearTimeout(this.#late.get(socket)));
    this.#server.emit('connection', socket);
    socket.resume();
  }

  /** Ends all streams: there is nothing more to tell. */
  close(): void {
    for (const follower of this.#followers) follower.end();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const body = await readBody(request);
      clearTimeout(this.#late.get(request.socket));
      await this.#turns.next();
      // Who asked has given up, and was told that nobody answers: nothing is done for him any more.
      if (!request.socket.writable) return;
      const { pathname, searchParams: query } = urlOf(request);
      const route = find(this.routes, request.method!, pathname);
      if (typeof route === 'function') this.#send(request, response, await route({ query, body }));
      else {
        if (route.allow !== undefined) response.setHeader('Allow', route.allow);
        this.#sendJson(response, route.status, errorOf('NL_USAGE', route.message, MANUAL));
      }
    } catch (error) {
      this.#fail(response, error);
    }
  }

  #send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
    if ('begin' in answer) {
      if (request.method === 'HEAD') this.#sendText(response, 200, '', LINES);
      else this.#stream(response, answer.begin);
    } else if ('json' in answer) this.#sendJson(response, answer.status, answer.json);
    else this.#sendText(response, answer.status, answer.text, answer.type);
  }

  /** Where there is no room, nothing is begun. */
  #stream(response: ServerResponse, begin: (follower: Follower) => () => void): void {
    if (this.#followers.size >= MOST_FOLLOWERS) {
      const message = `${MOST_FOLLOWERS} follow already; that is the most.`;
      this.#sendJson(response, 503, errorOf('NL_REFUSED', message));
      return;
    }
    response.setHeader('Content-Type', LINES);
    response.setHeader('Connection', 'close');
    const follower = new Follower(response);
    // May throw: then it is answered with an error instead.
    const end = begin(follower);
    if (response.destroyed) {
      end();
      return;
    }
    if (!response.headersSent) response.flushHeaders();
    this.#followers.add(follower);
    response.once('close', () => {
      this.#followers.delete(follower);
      end();
    });
  }

  #fail(response: ServerResponse, error: unknown): void {
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    const code = codeOf(error) ?? 'NL_INTERNAL';
    const { message = String(error), remedy } = error as { message?: string; remedy?: string };
    this.#sendJson(response, STATUS[code] ?? 500, errorOf(code, message, remedy));
  }

  #sendJson(response: ServerResponse, status: number, json: unknown): void {
    this.#sendText(response, status, `${JSON.stringify(json, null, 2)}\n`, 'application/json');
  }

  #sendText(response: ServerResponse, status: number, text: string, type: string): void {
    const { socket } = response;
    if (socket) this.#limit(socket);
    const length = Buffer.byteLength(text);
    response.writeHead(status, { 'Content-Type': type, 'Content-Length': length, Connection: 'close' });
    response.end(text);
  }

  /** From now on the client has so many seconds. */
  #limit(socket: Socket): void {
    clearTimeout(this.#late.get(socket));
    this.#late.set(socket, setTimeout(() => socket.destroy(), this.patience * 1000).unref());
  }
}

/** Throws LaunchError NL_USAGE. */
function urlOf({ url }: IncomingMessage): URL {
  if (!URL.canParse(url!, 'http://control')) throw usage(`${JSON.stringify(url)} is no path`);
  return new URL(url!, 'http://control');
}

const errorOf = (code: ErrorCode, message: string, remedy: string = ERRORS[code].remedy) => ({
  error: { code, message, remedy },
});
