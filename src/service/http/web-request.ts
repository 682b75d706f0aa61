import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TLSSocket } from 'node:tls';

/** What a fetch-style handler gets beside the request; what Hono calls bindings, with the names of its Node server. */
export interface FetchBindings {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

/** What Hono calls the execution context. */
export interface FetchContext {
  /** Work that goes on after the response; a graceful stop waits for it. */
  waitUntil(work: Promise<unknown>): void;
  passThroughOnException(): void;
  /** What Cloudflare has there; empty. */
  readonly props: Readonly<Record<string, unknown>>;
}

export type FetchHandler = (
  request: Request,
  bindings: FetchBindings,
  context: FetchContext,
) => Response | Promise<Response>;

const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d+)?$/i;

/**
 * The same request as the web has it, or the status to answer one with that the web cannot have. Its body is read as the
 * handler reads it; `signal` is to fire when the client has gone.
 */
export function webRequest(incoming: IncomingMessage, signal: AbortSignal): Request | number {
  const { method = 'GET' } = incoming;
  const url = urlOf(incoming);
  if (!url) return 400;
  const init = { method, headers: headersOf(incoming.rawHeaders), signal };
  const bodiless = method === 'GET' || method === 'HEAD';
  try {
    return new Request(url, bodiless ? init : { ...init, body: bodyOf(incoming), duplex: 'half' });
  } catch {
    // What the web forbids; or a URL with a password.
    return ['CONNECT', 'TRACE', 'TRACK'].includes(method) ? 405 : 400;
  }
}

/** Undefined for a Host header that is none: it could make another path of it. */
function urlOf({ url = '/', headers, socket }: IncomingMessage): string | undefined {
  const scheme = (socket as Partial<TLSSocket>).encrypted ? 'https' : 'http';
  // Empty where the client has no name for us.
  const host = headers.host || 'localhost';
  if (!HOST.test(host)) return undefined;
  const whole = /^https?:\/\//i.test(url)
    ? url
    : `${scheme}://${host}${url.startsWith('/') ? '' : '/'}${url}`;
  return URL.canParse(whole) ? whole : undefined;
}

function headersOf(raw: readonly string[]): Headers {
  const headers = new Headers();
  for (let at = 0; at < raw.length; at += 2) headers.append(raw[at]!, raw[at + 1]!);
  return headers;
}

/** Nothing is read before it is asked for; who does not want the rest leaves the connection as it is. */
function bodyOf(incoming: IncomingMessage): ReadableStream {
  return ReadableStream.from(incoming.iterator({ destroyOnReturn: false }));
}
