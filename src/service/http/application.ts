import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { badValue } from '../bad-value.js';
import type { FetchHandler } from './web-request.js';

/** As http.createServer() takes it. What it throws, or its promise rejects with, is answered with 500 and logged. */
export type NodeHandler = (request: IncomingMessage, response: ServerResponse) => unknown;

/** As http.Server's event "upgrade" gives it; the socket is the handler's from then on. */
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => unknown;

/** An app in the manner of the web: Hono, and what is written for Deno, Bun or Cloudflare Workers. */
export interface FetchApp {
  fetch(...args: Parameters<FetchHandler>): ReturnType<FetchHandler>;
}

/** As much of a Fastify instance as is used; it must not listen itself. */
export interface FastifyApp {
  ready(): PromiseLike<unknown>;
  routing(request: IncomingMessage, response: ServerResponse): void;
  close(): PromiseLike<unknown>;
  readonly server: NodeJS.EventEmitter;
}

/** What an HttpService serves. An Express app is a NodeHandler. */
export type App = NodeHandler | FetchApp | FastifyApp;

/** An app that is ready for requests. */
export interface Application {
  readonly handle: NodeHandler;
  readonly upgrade?: UpgradeHandler;
  /** Ends what the app itself has begun. */
  readonly close?: () => PromiseLike<unknown>;
}

/** Makes an app ready. Throws LaunchError NL_BAD_VALUE for what is none. */
export async function applicationOf(
  app: unknown,
  waitUntil: (work: Promise<unknown>) => void,
): Promise<Application> {
  if (isFetchApp(app)) {
    const { nodeHandler } = await import('./web-handler.js');
    return { handle: nodeHandler((...args) => app.fetch(...args), waitUntil) };
  }
  if (isFastify(app)) {
    await app.ready();
    const { server } = app;
    return {
      handle: (request, response) => app.routing(request, response),
      ...(server.listenerCount('upgrade') > 0 && {
        upgrade: (...args: Parameters<UpgradeHandler>) => server.emit('upgrade', ...args),
      }),
      close: () => app.close(),
    };
  }
  if (typeof app === 'function') return { handle: app as NodeHandler };
  throw badValue('what app() of the HttpService gave', app, APPS);
}

/** What an app may be, for messages. */
export const APPS =
  'a function (request, response), an Express app, a Fastify instance, or an object with fetch() like a Hono app';

const has = (value: unknown, ...methods: string[]) =>
  ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
  methods.every((method) => typeof (value as Record<string, unknown>)[method] === 'function');

const isFetchApp = (app: unknown): app is FetchApp => has(app, 'fetch');
const isFastify = (app: unknown): app is FastifyApp => has(app, 'ready', 'routing', 'close');

export const isApp = (app: unknown): app is App =>
  typeof app === 'function' || isFetchApp(app) || isFastify(app);
